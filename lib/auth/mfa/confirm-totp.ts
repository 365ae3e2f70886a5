import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError, DomainError, ValidationError } from "@/lib/core/errors";
import { open } from "@/lib/infra/sealed-box";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { personContext } from "../person-context";
import { openNewSession } from "../sign-in/open-new-session";
import { tryToken } from "../tokens/try-token";
import { matchStep, methodOf, passwordDueOf, secretPlace } from "./internal";
import type { SecondStep } from "./verify-totp";

type Input = { token: string; code: string; previousSid: string | null };
const stored = z.object({ secret: z.string() });

/**
 * Turns the secret of an enrolment into the person's second factor with a first code, and signs in. Five tries.
 * @throws ValidationError code_invalid; ConflictError flow_expired
 */
export async function confirmTotp(info: RequestInfo, input: Input): Promise<SecondStep> {
  const outcome = await withSystem((tx) => tryCode(tx, info, input));
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Returns errors instead of throwing: the count of tries must be committed. */
async function tryCode(tx: SystemTx, info: RequestInfo, input: Input): Promise<SecondStep | DomainError> {
  const expired = new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
  const enrolment = await tryToken(tx, { kind: "mfa_enrolment", token: input.token });
  const payload = stored.safeParse(enrolment?.payload);
  if (!enrolment || !payload.success) return expired;
  const { userId } = enrolment;
  const sealed = payload.data.secret;
  const step = matchStep(open(sealed, secretPlace(userId)), input.code);
  if (step === null) {
    return new ValidationError([{ path: "code", code: "code_invalid", message: "This code is not right." }]);
  }
  // A factor that is already confirmed stays: an old enrolment must not replace it.
  const enrolled = await tx.$executeRaw`
    insert into platform.totp_factors as f (user_id, secret_sealed, last_step, confirmed_at)
    values (${userId}::uuid, ${sealed}, ${step}, now())
    on conflict (user_id) do update set secret_sealed = excluded.secret_sealed, last_step = excluded.last_step,
      confirmed_at = now() where f.confirmed_at is null`;
  const person = await tx.user.findUnique({ where: { id: userId } });
  if (enrolled === 0 || person?.status !== "active") return expired;
  await tx.authToken.update({
    where: { id: enrolment.id },
    data: { usedAt: new Date(), payload: {} },
    select: { id: true },
  });
  const method = methodOf(enrolment.payload);
  const session = await openNewSession(tx, info, {
    person,
    method,
    mfa: true,
    passwordDue: passwordDueOf(enrolment.payload),
    previousSid: input.previousSid,
  });
  await recordPlatformEvent(tx, personContext(info, person, session.id), {
    action: "user.totp_enrolled",
    target: { type: "user", id: userId, label: person.email },
  });
  return { session, userId, method };
}
