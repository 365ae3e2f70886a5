import "server-only";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { newId } from "@/lib/core/ids";
import { open, seal } from "@/lib/infra/sealed-box";
import { withSystem } from "@/lib/tenancy/with-system";

export type Signed = { signer: string; signature: string };

/** Signs with this installation's Ed25519 key; the first signature makes it. */
export async function signBundle(message: Buffer): Promise<Signed> {
  const { publicKey, secret } = await ownKey();
  const key = createPrivateKey({
    key: { kty: "OKP", crv: "Ed25519", d: secret, x: publicKey },
    format: "jwk",
  });
  return { signer: publicKey, signature: sign(null, message, key).toString("base64url") };
}

/** Whether a signature is right; says nothing about whose it is. */
export function verifySignature(message: Buffer, { signer, signature }: Signed): boolean {
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: signer }, format: "jwk" });
    return verify(null, message, key, Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
}

/** The public key that this installation signs with, to be given to installations that shall believe it. */
export async function ownSigner(): Promise<string> {
  return (await ownKey()).publicKey;
}

/** Whether a signer is this installation or one that its operator trusts. */
export async function isTrustedSigner(signer: string): Promise<boolean> {
  const known = await withSystem((tx) => tx.signingKey.findUnique({ where: { publicKey: signer } }));
  return known !== null;
}

async function ownKey(): Promise<{ publicKey: string; secret: string }> {
  const row = await withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('signing-key', 0))::text`;
    const known = await tx.signingKey.findFirst({
      where: { secretSealed: { not: null } },
      orderBy: { createdAt: "desc" },
    });
    if (known) return known;
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const id = newId();
    return tx.signingKey.create({
      data: {
        id,
        publicKey: String(publicKey.export({ format: "jwk" }).x),
        secretSealed: seal(String(privateKey.export({ format: "jwk" }).d), placeOf(id)),
      },
    });
  });
  return { publicKey: row.publicKey, secret: open(row.secretSealed ?? "", placeOf(row.id)) };
}

function placeOf(id: string): string {
  return `signing_keys|secret|${id}`;
}
