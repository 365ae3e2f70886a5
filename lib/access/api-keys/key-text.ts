import "server-only";
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { KeyKind } from "@/lib/core/context";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** A person's own token is told from a program's key at a glance. */
export const PREFIXES: Record<KeyKind, string> = {
  api_key: "ak_live_",
  service: "ak_live_",
  personal: "atp_live_",
};
const ID_LENGTH = 12;
/** 43 characters of 62 hold 256 bits. */
const SECRET_LENGTH = 43;
const SHAPE = /^(ak_live_|atp_live_)([0-9A-Za-z]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export type ParsedKey = { keyId: string; secret: string; isPersonal: boolean };
export type KeyText = { keyId: string; secret: string; text: string };

/** Makes `ak_live_<id>_<secret><crc>`, or `atp_live_…` for a personal token; the checksum lets scanners and this parser tell a key from a look-alike. */
export function makeKeyText(kind: KeyKind = "api_key"): KeyText {
  const keyId = randomText(ID_LENGTH);
  const secret = randomText(SECRET_LENGTH);
  const body = `${PREFIXES[kind]}${keyId}_${secret}`;
  return { keyId, secret, text: body + checksum(body) };
}

/** The parts of a key, or null for anything that no makeKeyText() made. */
export function parseKeyText(text: string): ParsedKey | null {
  const [, prefix, keyId, secret, crc] = SHAPE.exec(text) ?? [];
  if (!prefix || !keyId || !secret || checksum(`${prefix}${keyId}_${secret}`) !== crc) return null;
  return { keyId, secret, isPersonal: prefix === PREFIXES.personal };
}

/** Six characters by which a key is told from a look-alike. */
export function checksum(body: string): string {
  let value = crc32(body);
  let text = "";
  for (let position = 0; position < 6; position += 1) {
    text = ALPHABET.charAt(value % 62) + text;
    value = Math.floor(value / 62);
  }
  return text;
}

/** Bytes from 248 up are dropped: 256 is no multiple of 62, and keeping them would favour the first letters. */
export function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}
