import { existsSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { stopDatabase } from "./database/embedded";
import { removeDatabase } from "./database/temporary";
import { parseFlags } from "./environment/flags";
import { readRunning } from "./stack/running";

/** Only what the commands made themselves: --data may name a folder that holds other things. */
const OURS = [
  "database",
  "demo.json",
  "logs",
  "mailbox.json",
  "running.json",
  "secrets.json",
  "storage",
  "stripe.json",
];

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  const dataDir = path.resolve(flags.dataDir);
  const isOurs = (name: string) => OURS.includes(name) || name.startsWith("cell-");
  const present = existsSync(dataDir) ? (await readdir(dataDir)).filter(isOurs) : [];
  if (present.length === 0) return console.log(`Nothing to remove in ${dataDir}.`);
  const running = readRunning(dataDir);
  if (running) {
    throw new Error(`Atrium runs on ${dataDir} (process ${running.pid}): stop it first, then reset.`);
  }
  if (!flags.yes && !(await confirmed(dataDir))) return console.log("Nothing was removed.");
  for (const name of present.filter((entry) => entry === "database" || entry.startsWith("cell-"))) {
    await stopDatabase(path.join(dataDir, name));
    await removeDatabase(path.join(dataDir, name));
  }
  await Promise.all(present.map((name) => rm(path.join(dataDir, name), { recursive: true, force: true })));
  await rmdir(dataDir).catch(() => {});
  console.log(`Removed all data in ${dataDir}. The next npm start begins afresh.`);
  if (process.env.DATABASE_URL) console.log("The database of DATABASE_URL was not touched.");
}

async function confirmed(dataDir: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error("This removes all data. Say so with: npm run reset -- --yes");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Remove all data in ${dataDir} (database, mail, keys)? Type yes: `);
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
