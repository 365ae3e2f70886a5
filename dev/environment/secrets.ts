import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Each starts with a mark that production mode refuses. */
const GENERATORS = {
  NEXTAUTH_SECRET: () => `local-${hex(32)}`,
  ENCRYPTION_KEY: () => `local-${hex(32)}`,
  DATABASE_ROLES_SECRET: () => `local-${hex(32)}`,
  STRIPE_SECRET_KEY: () => `sk_test_local${hex(16)}`,
  STRIPE_WEBHOOK_SECRET: () => `whsec_local${hex(24)}`,
};

type Secrets = Record<keyof typeof GENERATORS, string>;

/** The secrets of this data folder, made once and kept in a file that only its owner can read. */
export function localSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, "secrets.json");
  const stored = readStored(file);
  const secrets = { ...stored } as Secrets;
  for (const [name, generate] of Object.entries(GENERATORS)) {
    secrets[name as keyof Secrets] ??= generate();
  }
  if (Object.keys(secrets).length !== Object.keys(stored).length) write(file, secrets);
  return secrets;
}

function readStored(file: string): Partial<Secrets> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {};
  }
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch (cause) {
    // Replacing it would lock the data that these secrets encrypt.
    throw new Error(`${file} is damaged. Restore it, or remove all data with npm run reset.`, { cause });
  }
}

function write(file: string, secrets: Secrets): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
