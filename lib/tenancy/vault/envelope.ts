import "server-only";
import { decrypt, encrypt } from "@/lib/infra/keyring";

export type EnvelopeFault = "not_an_envelope" | "unknown_key" | "key_destroyed" | "does_not_open";

/** Why an envelope does not open or a tenant cannot seal. Names no key and no content. */
export class EnvelopeError extends Error {
  readonly fault: EnvelopeFault;
  constructor(fault: EnvelopeFault, cause?: unknown) {
    super(`envelope: ${fault}`, { cause });
    this.name = "EnvelopeError";
    this.fault = fault;
  }
}

const VERSION = "v1";
const KID = /^g([1-9]\d{0,8})$/;

export type Place = { tenantId: string; table: string; column: string; row: string };

/** The authenticated data of an envelope; a tenant's id opens however it is spelled. */
function placeText({ tenantId, table, column, row }: Place): string {
  return [tenantId.toLowerCase(), table, column, row].join("|");
}

/** Seals under one generation of a tenant's key: `v1.g<generation>.iv.ciphertext.tag`, base64url. */
export function sealEnvelope(key: Buffer, generation: number, place: Place, plaintext: string): string {
  const { iv, ciphertext, tag } = encrypt(key, Buffer.from(plaintext, "utf8"), placeText(place));
  return [VERSION, `g${generation}`, ...[iv, ciphertext, tag].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/** @throws EnvelopeError does_not_open when it was changed, moved or made under another key */
export function openEnvelope(key: Buffer, place: Place, envelope: string): string {
  const [, , iv, ciphertext, tag] = envelope.split(".").map((part) => Buffer.from(part, "base64url"));
  if (iv?.length !== 12 || !ciphertext || tag?.length !== 16) throw new EnvelopeError("not_an_envelope");
  try {
    return decrypt(key, placeText(place), { iv, ciphertext, tag }).toString("utf8");
  } catch (cause) {
    throw new EnvelopeError("does_not_open", cause);
  }
}

/** The generation an envelope needs; null for anything that is no envelope of a tenant. */
export function generationOf(value: string): number | null {
  const [version, kid = "", ...rest] = value.split(".");
  const match = KID.exec(kid);
  return version === VERSION && rest.length === 3 && match ? Number(match[1]) : null;
}
