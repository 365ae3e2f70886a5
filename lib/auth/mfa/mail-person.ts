import "server-only";
import { enqueueMail, type MailInput } from "@/lib/notifications/enqueue-mail";
import type { MailTemplate } from "@/lib/notifications/mail/schema";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Mails a person in their own language about their own account. */
export async function mailPerson<T extends MailTemplate>(
  tx: SystemTx,
  userId: string,
  mail: Pick<MailInput<T>, "template" | "data">,
): Promise<void> {
  const { email, locale } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, locale: true },
  });
  await enqueueMail(tx, { ...mail, to: email, locale: locale === "nl" ? "nl" : "en" });
}
