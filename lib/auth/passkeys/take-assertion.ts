import "server-only";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { PasskeyPurpose } from "./begin-passkey-check";
import { rpId, userHandle } from "./relying-party";
import type { AssertionResponse } from "./schema";

export type Assertion = { token: string; response: AssertionResponse; origin: string };

/**
 * Takes the answer to a challenge of beginPasskeyCheck(): returns whose passkey signed it, with the holder verified by
 * the device, or null. The challenge is used up, right or wrong; so the caller must let the transaction commit.
 */
export async function takeAssertion(
  tx: SystemTx,
  info: RequestInfo,
  input: Assertion & { purpose: PasskeyPurpose; userId: string | null },
): Promise<string | null> {
  const { response, origin, purpose } = input;
  const [asked] = await tx.$queryRaw<{ challenge: string; user_id: string | null }[]>`
    update platform.passkey_challenges set used_at = now()
    where token_hash = ${hashToken(input.token)} and purpose = ${purpose} and used_at is null and expires_at > now()
    returning challenge, user_id::text`;
  if (!asked || asked.user_id !== input.userId) return null;
  const passkey = await tx.passkey.findUnique({
    where: { credentialId: new Uint8Array(Buffer.from(response.id, "base64url")) },
  });
  if (!passkey || (input.userId !== null && passkey.userId !== input.userId)) return null;
  const handle = Buffer.from(userHandle(passkey.userId)).toString("base64url");
  if (response.response.userHandle !== undefined && response.response.userHandle !== handle) return null;
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: asked.challenge,
    expectedOrigin: origin,
    expectedRPID: rpId(),
    requireUserVerification: true,
    // The counter is judged below, where a parallel answer cannot slip in between.
    credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
  }).catch(() => null);
  if (!checked?.verified) return null;
  const { newCounter, credentialBackedUp } = checked.authenticationInfo;
  const counted = await tx.$executeRaw`
    update platform.passkeys set sign_count = ${newCounter}, backed_up = ${credentialBackedUp}, last_used_at = now()
    where id = ${passkey.id}::uuid and (sign_count < ${newCounter} or (sign_count = 0 and ${newCounter} = 0))`;
  if (counted === 1) return passkey.userId;
  // A count that does not rise means that somebody holds a copy of the key.
  await recordPlatformEvent(
    tx,
    { ...info, actor: { type: "system", name: "sign-in" } },
    {
      action: "user.passkey_cloned",
      target: { type: "user", id: passkey.userId },
      after: { passkey: passkey.id, stored: Number(passkey.signCount), given: newCounter },
    },
  );
  return null;
}
