import "server-only";
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from "@simplewebauthn/server";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertRecent } from "../step-up/assert-recent";
import { issueToken } from "../tokens/issue-token";
import { ALGORITHMS, RP_NAME, rpId, userHandle } from "./relying-party";

const TTL_SECONDS = 600;
const MAX_PASSKEYS = 20;

/**
 * Begins a passkey: what the browser needs to make one, and the token that its answer comes back with.
 * @throws DomainError step_up_required; ConflictError passkeys_full
 */
export async function beginPasskey(
  ctx: UserContext,
): Promise<{ token: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  assertRecent(ctx.actor);
  const { userId, email, name } = ctx.actor;
  return withSystem(async (tx) => {
    const known = await tx.passkey.findMany({
      where: { userId },
      select: { credentialId: true, transports: true },
    });
    if (known.length >= MAX_PASSKEYS) {
      throw new ConflictError("Remove a passkey first.", { reason: "passkeys_full" });
    }
    const options = await generateRegistrationOptions({
      rpName: RP_NAME,
      rpID: rpId(),
      userName: email,
      userDisplayName: name || email,
      userID: userHandle(userId),
      attestationType: "none",
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        id: Buffer.from(credentialId).toString("base64url"),
        transports,
      })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    const token = await issueToken(tx, {
      kind: "passkey_enrolment",
      userId,
      ttlSeconds: TTL_SECONDS,
      payload: () => ({ challenge: options.challenge }),
    });
    return { token, options };
  });
}
