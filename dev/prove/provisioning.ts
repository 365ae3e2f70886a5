import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceBlock } from "./replace-block";

// `npm run prove:provisioning [-- KILLS] [--write-docs]`: the worker is killed (SIGKILL) within each step of setting up a
// workspace, KILLS times a step (20 unless named), and as often while it takes one back; every workspace must end set up
// exactly once or leave nothing. Last line: JSON.
const kills = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 20);
const folder = mkdtempSync(join(tmpdir(), "atrium-prove-"));
const report = join(folder, "report.json");

type Tally = Record<
  "steps" | "kills" | "within_step" | "within_taking_back" | "active" | "absent" | "broken",
  number
>;

const child = spawn("npx", ["vitest", "run", "worker/jobs/provision-job"], {
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, PROVISIONING_KILLS: String(kills), PROVISIONING_REPORT: report },
});
child.once("exit", (code) => {
  try {
    const line = readFileSync(report, "utf8").trim();
    if (process.argv.includes("--write-docs")) writeDocs(JSON.parse(line) as Tally, code === 0);
    console.log(line);
  } catch {
    console.log(JSON.stringify({ suite: "provisioning", kills, failed: true }));
  }
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});

function writeDocs(tally: Tally, passed: boolean): void {
  const docs = "docs/operations.md";
  const text =
    `Last full run: ${tally.kills} kills with SIGKILL, ${tally.within_step} within one of the ${tally.steps} steps and ` +
    `${tally.within_taking_back} within taking back; ${tally.active} workspaces ended set up exactly once, ` +
    `${tally.absent} left nothing, ${tally.broken} were anything between: ${passed ? "passed" : "failed"}.`;
  writeFileSync(docs, replaceBlock(readFileSync(docs, "utf8"), "provisioning", text));
}
