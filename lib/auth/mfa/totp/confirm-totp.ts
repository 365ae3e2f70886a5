import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { personContext } from "../../person-context";
import { openNewSession } from "../../sign-in/open-new-session";
import { methodOf, passwordDueOf } from "../challenge-payload";
import type { SecondStep } from "../complete-challenge";
import { announceEnrolment, finishEnrolment } from "./finish-enrolment";

/**
 * Turns on an enrolment that signing in asked for and a first code proved, now that the recovery codes are saved, and
 * signs in. Mails the person.
 * @throws ConflictError flow_expired
 */
export async function confirmTotp(
  info: RequestInfo,
  input: { token: string; previousSid: string | null },
): Promise<SecondStep> {
  return withSystem(async (tx) => {
    const { userId, payload } = await finishEnrolment(tx, { token: input.token, asFirst: true });
    const person = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (person.status !== "active") {
      throw new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
    }
    const method = methodOf(payload);
    const session = await openNewSession(tx, info, {
      person,
      method,
      mfa: true,
      passwordDue: passwordDueOf(payload),
      previousSid: input.previousSid,
    });
    await announceEnrolment(tx, personContext(info, person, session.id));
    return { session, userId, method };
  });
}
