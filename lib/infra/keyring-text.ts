import "server-only";

/** The key-encryption keys as the environment spells them. */
export type KeyringText = {
  ENCRYPTION_KEY?: string | undefined;
  ENCRYPTION_KEYS?: string | undefined;
  ENCRYPTION_KEY_CURRENT?: string | undefined;
};

/** The kid of ENCRYPTION_KEY. */
export const DEFAULT_KID = "main";

// A data key's generation is spelled g1, g2 …: a master key may not look like one.
const KID = /^(?!g\d+$)[a-z0-9][a-z0-9_-]{0,31}$/;
const MIN_BYTES = 32;

/** Every key-encryption key by its kid. Faulty entries are left out: keyringFault() names them at boot. */
export function readKeys(text: KeyringText): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  if (text.ENCRYPTION_KEY) keys.set(DEFAULT_KID, Buffer.from(text.ENCRYPTION_KEY, "utf8"));
  for (const entry of entriesOf(text)) {
    if (isEntry(entry)) keys.set(entry.kid, entry.key);
  }
  return keys;
}

/** The kid that new values are sealed under. */
export function currentKid(text: KeyringText): string {
  return text.ENCRYPTION_KEY_CURRENT ?? DEFAULT_KID;
}

/** What is wrong with the keys, and in which variable; null when nothing is. */
export function keyringFault(text: KeyringText): { name: keyof KeyringText; message: string } | null {
  const kids = entriesOf(text).map((entry) => entry.kid);
  if (!entriesOf(text).every(isEntry)) {
    return { name: "ENCRYPTION_KEYS", message: "must list kid:base64 pairs of at least 32 bytes each" };
  }
  if (new Set(kids).size < kids.length || (text.ENCRYPTION_KEY && kids.includes(DEFAULT_KID))) {
    return { name: "ENCRYPTION_KEYS", message: "must name each kid once" };
  }
  const keys = readKeys(text);
  if (keys.size === 0) return { name: "ENCRYPTION_KEY", message: "must be set" };
  if (!keys.has(currentKid(text))) {
    return { name: "ENCRYPTION_KEY_CURRENT", message: "must name a kid of ENCRYPTION_KEYS" };
  }
  return null;
}

function entriesOf(text: KeyringText): { kid: string; key: Buffer }[] {
  return (text.ENCRYPTION_KEYS ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [kid = "", ...rest] = entry.split(":");
      return { kid, key: Buffer.from(rest.join(":"), "base64") };
    });
}

function isEntry({ kid, key }: { kid: string; key: Buffer }): boolean {
  return KID.test(kid) && key.length >= MIN_BYTES;
}
