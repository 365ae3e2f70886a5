import "server-only";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";

/** Mails that signing in is paused. Also asked for addresses without an account, which the worker leaves out. */
export async function tellOwner(email: string, locale: string | undefined): Promise<void> {
  await withSystem((tx) =>
    enqueueMail(tx, {
      template: "account_locked",
      to: email,
      locale: locale === "nl" ? "nl" : "en",
      data: {},
      onlyKnown: true,
    }),
  );
}
