import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { describeDevice } from "@/lib/core/describe-device";
import { placeOf } from "@/lib/infra/places";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { issueToken } from "../tokens/issue-token";

const TTL_SECONDS = 7 * 24 * 3600;

/** Mails that somebody signed in from a browser that the account did not know, with a link that undoes it. */
export async function tellOfSignIn(
  tx: SystemTx,
  info: RequestInfo,
  input: { person: { id: string; email: string; locale: string }; sessionId: string },
): Promise<void> {
  const { person, sessionId } = input;
  const token = await issueToken(tx, {
    kind: "session_alarm",
    userId: person.id,
    sessionId,
    ttlSeconds: TTL_SECONDS,
  });
  const device = describeDevice(info.userAgent);
  await enqueueMail(tx, {
    template: "new_sign_in",
    to: person.email,
    locale: person.locale === "nl" ? "nl" : "en",
    data: {
      browser: device?.browser ?? null,
      system: device?.system ?? null,
      ip: info.ip,
      place: placeOf(info.ip),
      signedInAt: new Date().toISOString(),
      url: rootUrl(`/not-me#token=${token}`),
    },
  });
}
