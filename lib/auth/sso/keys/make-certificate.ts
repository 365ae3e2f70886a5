import { createSign, generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";

/** PEM, both of them. */
export type KeyPair = { key: string; certificate: string };

const SHA256_WITH_RSA = Buffer.from("300d06092a864886f70d01010b0500", "hex");
const DAY_MS = 86_400_000;

/** An RSA key and a self-signed X.509 certificate for it (RFC 5280): SAML carries keys as certificates. */
export async function makeCertificate(
  options: { name?: string; days?: number; bits?: number } = {},
): Promise<KeyPair> {
  const { name = "Atrium", days = 365, bits = 2048 } = options;
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: bits });
  const body = certificateBody(publicKey, name, days);
  const signature = createSign("sha256").update(body).sign(privateKey);
  const der = sequence(body, SHA256_WITH_RSA, bitString(signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function certificateBody(publicKey: KeyObject, name: string, days: number): Buffer {
  const commonName = tagged(
    0x31,
    sequence(Buffer.from("0603550403", "hex"), tagged(0x0c, Buffer.from(name))),
  );
  const subject = sequence(commonName);
  const now = Date.now();
  return sequence(
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    SHA256_WITH_RSA,
    subject,
    sequence(utcTime(now - 3_600_000), utcTime(now + days * DAY_MS)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
  );
}

function utcTime(timeMs: number): Buffer {
  const text = new Date(timeMs).toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return tagged(0x17, Buffer.from(`${text}Z`));
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}
