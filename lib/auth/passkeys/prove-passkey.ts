import "server-only";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import * as z from "zod";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, DomainError, ValidationError } from "@/lib/core/errors";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { makeCodes } from "../mfa/recovery/code-set";
import { countCodes } from "../mfa/recovery/count-codes";
import { tryToken } from "../tokens/try-token";
import { ALGORITHMS, rpId } from "./relying-party";
import type { registrationResponse } from "./schema";

type Input = {
  token: string;
  name: string;
  response: z.output<typeof registrationResponse>;
  origin: string;
};
const begun = z.looseObject({ challenge: z.string() });

/**
 * Checks what the browser made of beginPasskey() and hands out the recovery codes that come with a first factor. The
 * passkey works after confirmPasskey(), once they are saved; null where the person has codes already.
 * @throws ValidationError passkey_refused; ConflictError flow_expired
 */
export async function provePasskey(
  ctx: UserContext,
  input: Input,
): Promise<{ recoveryCodes: string[] | null }> {
  const outcome = await withSystem((tx) => tryResponse(tx, ctx.actor.userId, input));
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Returns errors instead of throwing: the count of tries must be committed. */
async function tryResponse(
  tx: SystemTx,
  userId: string,
  { token, name, response, origin }: Input,
): Promise<{ recoveryCodes: string[] | null } | DomainError> {
  const enrolment = await tryToken(tx, { kind: "passkey_enrolment", token });
  const payload = begun.safeParse(enrolment?.payload);
  if (!enrolment || enrolment.userId !== userId || !payload.success) {
    return new ConflictError("This took too long. Start again.", { reason: "flow_expired" });
  }
  const { challenge } = payload.data;
  const made = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId(),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (!made?.verified) {
    return new ValidationError([
      { path: "response", code: "passkey_refused", message: "This passkey could not be checked." },
    ]);
  }
  const { credential, credentialBackedUp } = made.registrationInfo;
  const fresh = (await countCodes(tx, userId)) ? null : await makeCodes();
  const passkey = {
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey).toString("base64url"),
    sign_count: credential.counter,
    transports: response.response.transports ?? [],
    backed_up: credentialBackedUp,
    name,
  };
  await tx.authToken.update({
    where: { id: enrolment.id },
    data: { payload: { challenge, passkey, codes: fresh?.set ?? null } },
    select: { id: true },
  });
  return { recoveryCodes: fresh?.codes ?? null };
}
