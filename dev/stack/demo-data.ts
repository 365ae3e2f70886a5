import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Seeded } from "@/prisma/seed/sign-ins";

/** What seeds leave for the people who try the product: a workspace to look at first, and who can sign in. */
type Demo = Partial<Pick<Seeded, "tenant" | "signIns">>;

const fileIn = (dataDir: string) => path.join(dataDir, "demo.json");

export function readDemo(dataDir: string): Demo {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), "utf8")) as Demo;
  } catch {
    return {};
  }
}

/** Leaves a seed's sign-ins beside the local data, where `npm start` reads them. */
export function writeDemo({ tenant, signIns }: Seeded): void {
  const folder = process.env.ATRIUM_DATA ?? ".atrium";
  const before = readDemo(folder);
  const emails = new Set(signIns.map((entry) => entry.email));
  const kept = before.signIns?.filter((entry) => !emails.has(entry.email)) ?? [];
  const demo: Demo = { tenant: before.tenant ?? tenant, signIns: [...kept, ...signIns] };
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileIn(folder), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}
