import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { BundleLock, BundleUnlock } from "@/lib/infra/bundle/bundle-key";

/** Flags that say how a bundle is protected. Never the secret itself: every user of the machine can read arguments. */
export const secretOptions = {
  recipient: { type: "string" },
  "passphrase-file": { type: "string" },
  "passphrase-stdin": { type: "boolean" },
  "secret-file": { type: "string" },
} as const;

type Values = {
  recipient?: string | undefined;
  "passphrase-file"?: string | undefined;
  "passphrase-stdin"?: boolean | undefined;
  "secret-file"?: string | undefined;
};

const MIN_LENGTH = 12;

/** @throws TypeError when none is named, or the passphrase is short */
export async function lockOf(values: Values): Promise<BundleLock> {
  if (values.recipient) return { recipient: values.recipient };
  const passphrase = await passphraseOf(values);
  if (passphrase.length < MIN_LENGTH)
    throw new TypeError(`A passphrase has at least ${MIN_LENGTH} characters.`);
  return { passphrase };
}

/** @throws TypeError when none is named */
export async function unlockOf(values: Values): Promise<BundleUnlock> {
  if (values["secret-file"]) return { secret: firstLine(values["secret-file"]) };
  return { passphrase: await passphraseOf(values) };
}

async function passphraseOf(values: Values): Promise<string> {
  if (values["passphrase-file"]) return firstLine(values["passphrase-file"]);
  if (values["passphrase-stdin"]) return (await text(process.stdin)).replace(/\r?\n$/, "");
  throw new TypeError("Give a passphrase or a key.");
}

function firstLine(file: string): string {
  return readFileSync(file, "utf8").split(/\r?\n/)[0] ?? "";
}
