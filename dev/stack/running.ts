import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "../database/temporary";
import type { Ports } from "../environment/ports";

/** What a running `npm start` leaves in its data folder for the other commands. */
export type Running = { pid: number; rootUrl: string; ports: Ports; databaseUrl: string; cells?: string };

/** The stack that runs on this data folder now, if any. */
export function readRunning(dataDir: string): Running | undefined {
  const running = read(dataDir);
  return running && running.pid !== process.pid && isAlive(running.pid) ? running : undefined;
}

export function writeRunning(dataDir: string, running: Omit<Running, "pid">): void {
  mkdirSync(dataDir, { recursive: true });
  const content = JSON.stringify({ pid: process.pid, ...running } satisfies Running, null, 2);
  writeFileSync(fileIn(dataDir), `${content}\n`, { mode: 0o600 });
}

/** Removes the note of this process, and of no other. */
export function clearRunning(dataDir: string): void {
  if (read(dataDir)?.pid === process.pid) rmSync(fileIn(dataDir), { force: true });
}

function read(dataDir: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), "utf8")) as Running;
  } catch {
    return undefined;
  }
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, "running.json");
}
