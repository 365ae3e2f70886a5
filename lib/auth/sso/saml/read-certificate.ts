import "server-only";
import { createPublicKey, X509Certificate } from "node:crypto";
import type { SamlCertificate } from "../schema";

const MIN_RSA_BITS = 2048;

/**
 * A certificate in PEM or bare base64, or null when it is none or its key is too weak to trust a signature.
 */
export function readCertificate(text: string): SamlCertificate | null {
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, "").replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length > 10_000) return null;
  try {
    const certificate = new X509Certificate(Buffer.from(base64, "base64"));
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey(
      certificate.publicKey.export({ type: "spki", format: "pem" }),
    );
    const isStrong = type === "ec" || (type === "rsa" && (details?.modulusLength ?? 0) >= MIN_RSA_BITS);
    if (!isStrong) return null;
    return {
      certificate: base64,
      fingerprint: certificate.fingerprint256,
      not_after: new Date(certificate.validTo).toISOString(),
    };
  } catch {
    return null;
  }
}
