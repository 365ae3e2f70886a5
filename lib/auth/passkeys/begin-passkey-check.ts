import "server-only";
import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { rpId } from "./relying-party";

const TTL_SECONDS = 900;

export type PasskeyPurpose = "sign_in" | "second_step" | "step_up";
export type PasskeyCheck = { token: string; options: PublicKeyCredentialRequestOptionsJSON };

/**
 * Asks for a signature by a passkey: of one person where it is known who comes, else of anybody who has one. The token
 * binds the answer to this browser.
 */
export async function beginPasskeyCheck(input: {
  purpose: PasskeyPurpose;
  userId: string | null;
}): Promise<PasskeyCheck> {
  return withSystem((tx) => issueCheck(tx, input));
}

async function issueCheck(
  tx: SystemTx,
  { purpose, userId }: { purpose: PasskeyPurpose; userId: string | null },
): Promise<PasskeyCheck> {
  const own = userId
    ? await tx.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } })
    : [];
  const options = await generateAuthenticationOptions({
    rpID: rpId(),
    userVerification: "required",
    allowCredentials: own.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString("base64url"),
      transports,
    })),
  });
  const token = newToken();
  await tx.passkeyChallenge.create({
    data: {
      id: newId(),
      tokenHash: hashToken(token),
      purpose,
      challenge: options.challenge,
      userId,
      expiresAt: new Date(Date.now() + TTL_SECONDS * 1000),
    },
    select: { id: true },
  });
  return { token, options };
}
