import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { schemaName } from "@/lib/tenancy/schema-name";
import { startPooler } from "../pool/pooler";
import { BREACH } from "./run-statement";
import { setWitnesses } from "./witnesses";

export type SqlsmithReport = {
  /** Statements that the server answered, and those among them that it refused. */
  statements: number;
  refused: number;
  leaks: number;
  /** What the same watcher sees while tenant B's own role runs the statements; must be above 0. */
  control_leaks: number;
  findings: string[];
};

type Options = {
  superUrl: string;
  appUrl: string;
  a: { id: string };
  b: { id: string; accountId: string };
  canary: string;
  seconds: number;
  controlSeconds: number;
  seed: number;
};

const PROGRAM = "sqlsmith";
/** What stands around each statement. */
const FRAMING = /^(BEGIN|ROLLBACK|COMMIT|SET)/;

/** Whether Debian's package of that name is installed: no package of npm does what it does. */
export function hasSqlsmith(): boolean {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, PROGRAM), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * I-7, extended: sqlsmith writes statements from the database's own catalogue, as tenant A, through a link
 * that reads every answer. Rows of tenant B are guarded by witnesses.
 */
export async function runSqlsmith(options: Options): Promise<SqlsmithReport> {
  await setWitnesses(options.superUrl, options.b);
  const seen = await watch(options, options.a.id, options.seconds);
  const control = await watch(options, options.b.id, options.controlSeconds);
  return { ...seen, leaks: seen.found, control_leaks: control.found };
}

type Seen = { statements: number; refused: number; found: number; findings: string[] };

/** Runs it as one tenant for so long, and counts the answers that hold something of tenant B. */
async function watch(options: Options, tenantId: string, seconds: number): Promise<Seen> {
  const seen: Seen = { statements: 0, refused: 0, found: 0, findings: [] };
  const needles = [options.canary.toLowerCase(), options.b.id, BREACH.toLowerCase()];
  const url = new URL(options.appUrl);
  url.searchParams.set("options", `-c role=${schemaName(tenantId)} -c app.tenant_id=${tenantId}`);
  const pooler = await startPooler(url.toString(), 1, (type, frame) => {
    const isDone = type === "C" && !FRAMING.test(frame.toString("latin1", 5));
    if (isDone || type === "E") seen.statements += 1;
    if (type === "E") seen.refused += 1;
    if (type !== "D" && type !== "E" && type !== "d") return;
    const text = frame.toString("latin1").toLowerCase();
    if (!needles.some((needle) => text.includes(needle))) return;
    seen.found += 1;
    if (seen.findings.length < 10) seen.findings.push(`sqlsmith ${type}: ${text.slice(5, 300)}`);
  });
  try {
    const target = `host=127.0.0.1 port=${pooler.port} dbname=proof user=proof sslmode=disable gssencmode=disable`;
    await runFor(seconds, [`--target=${target}`, `--seed=${options.seed}`, "--exclude-catalog"]);
  } finally {
    await pooler.stop();
  }
  if (seen.statements === 0) throw new Error(`${PROGRAM} ran no statement`);
  return seen;
}

async function runFor(seconds: number, args: string[]): Promise<void> {
  const child = spawn(PROGRAM, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    child.kill("SIGTERM");
  }, seconds * 1_000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  clearTimeout(timer);
  if (!isOver) throw new Error(`${PROGRAM} ended by itself (${code}): ${said}`);
}
