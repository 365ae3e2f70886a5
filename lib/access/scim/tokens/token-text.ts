import "server-only";
import { checksum, randomText } from "@/lib/access/api-keys/key-text";

const PREFIX = "scim_";
/** 43 characters of 62 hold 256 bits. */
const SECRET_LENGTH = 43;
const SHAPE = /^(scim_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

/** Makes `scim_<secret><crc>`. */
export function makeTokenText(): string {
  const body = PREFIX + randomText(SECRET_LENGTH);
  return body + checksum(body);
}

/** Whether a text can be one of ours: anything else is refused before the database is asked. */
export function isTokenText(text: string): boolean {
  const [, body, crc] = SHAPE.exec(text) ?? [];
  return body !== undefined && checksum(body) === crc;
}
