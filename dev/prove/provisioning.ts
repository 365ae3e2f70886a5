import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// `npm run prove:provisioning [-- KILLS]`: the worker is killed (SIGKILL) within each step of setting up a workspace,
// KILLS times a step (20 unless named); every workspace must end set up exactly once. Last line: JSON.
const kills = Number(process.argv[2] ?? 20);
const folder = mkdtempSync(join(tmpdir(), "atrium-prove-"));
const report = join(folder, "report.json");

const child = spawn("npx", ["vitest", "run", "worker/jobs/provision-job"], {
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, PROVISIONING_KILLS: String(kills), PROVISIONING_REPORT: report },
});
child.once("exit", (code) => {
  try {
    console.log(readFileSync(report, "utf8").trim());
  } catch {
    console.log(JSON.stringify({ suite: "provisioning", kills, failed: true }));
  }
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
