import "server-only";
import * as z from "zod";
import { ConflictError, DomainError, ValidationError } from "@/lib/core/errors";
import { open } from "@/lib/infra/sealed-box";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { tryToken } from "../../tokens/try-token";
import { makeCodes } from "../recovery/code-set";
import { countCodes } from "../recovery/count-codes";
import { enrolmentKind, matchStep, secretPlace } from "./internal";

const waiting = z.looseObject({ secret: z.string() });

/**
 * Proves with a first code that the app holds the secret, and hands out the recovery codes that come with a first
 * factor: they are seen here once. Nothing is on yet: finishEnrolment() does that once they are saved. Null where the
 * person has codes already. Five tries.
 * @throws ValidationError code_invalid; ConflictError flow_expired
 */
export async function proveEnrolment(input: {
  token: string;
  code: string;
  /** Whose enrolment it must be, where somebody is signed in. */
  userId?: string;
}): Promise<{ recoveryCodes: string[] | null }> {
  const outcome = await withSystem((tx) => tryCode(tx, input));
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Returns errors instead of throwing: the count of tries must be committed. */
async function tryCode(
  tx: SystemTx,
  input: Parameters<typeof proveEnrolment>[0],
): Promise<{ recoveryCodes: string[] | null } | DomainError> {
  const enrolment = await tryToken(tx, { kind: enrolmentKind(input), token: input.token });
  const payload = waiting.safeParse(enrolment?.payload);
  // A token of somebody else is none.
  if (!enrolment || !payload.success || (input.userId && enrolment.userId !== input.userId)) {
    return new ConflictError("This took too long. Start again.", { reason: "flow_expired" });
  }
  const step = matchStep(open(payload.data.secret, secretPlace(enrolment.userId)), input.code);
  if (step === null) {
    return new ValidationError([{ path: "code", code: "code_invalid", message: "This code is not right." }]);
  }
  const left = await countCodes(tx, enrolment.userId);
  const fresh = left ? null : await makeCodes();
  await tx.authToken.update({
    where: { id: enrolment.id },
    data: { payload: { ...payload.data, step, codes: fresh?.set ?? null } },
    select: { id: true },
  });
  return { recoveryCodes: fresh?.codes ?? null };
}
