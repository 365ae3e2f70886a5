import { randomUUID } from "node:crypto";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A time-ordered UUID (RFC 9562, version 7); its 74 random bits are those of a random one, which node draws in bulk. */
export function newId(nowMs: number = Date.now()): string {
  const time = nowMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** True for a lower-case UUID of any version. */
export function isId(value: string): boolean {
  return UUID.test(value);
}
