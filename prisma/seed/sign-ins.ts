import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export type SignIn = { email: string; password: string; role: string; totp?: string };
export type Seeded = {
  /** One line for the person who started the seed. */
  summary: string;
  /** Slug of the workspace to look at first. */
  tenant: string;
  signIns: SignIn[];
};

type Stored = Omit<Seeded, "summary">;

/** Leaves the sign-ins in demo.json beside the local data, where `npm start` reads them. */
export function writeSignIns({ tenant, signIns }: Seeded): void {
  // biome-ignore lint/style/noProcessEnv: the folder of the local stack is no setting of the product
  const folder = process.env.ATRIUM_DATA ?? ".atrium";
  const file = path.join(folder, "demo.json");
  const before = readStored(file);
  const emails = new Set(signIns.map((entry) => entry.email));
  const kept = before?.signIns.filter((entry) => !emails.has(entry.email)) ?? [];
  const stored: Stored = { tenant: before?.tenant ?? tenant, signIns: [...kept, ...signIns] };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
}

function readStored(file: string): Stored | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Stored;
  } catch {
    return null;
  }
}
