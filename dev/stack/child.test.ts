import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isAlive } from "../database/temporary";
import { Child, runScript } from "./child";
import { waitForLine } from "./wait";

const folder = mkdtempSync(path.join(tmpdir(), "atrium-child-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STUBBORN =
  'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up", process.pid);';

function script(name: string, source: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  return file;
}

const options = (name: string, file: string) => ({ name, script: file, env: { PATH: "" }, logDir: folder });

describe("a process of the stack", () => {
  it("is killed when it does not leave in time", async () => {
    const child = new Child(options("stubborn", script("stubborn.mjs", STUBBORN)));
    await waitForLine(child, "up", 5_000);
    await child.stop(100);
    expect((await child.exited).signal).toBe("SIGKILL");
  });

  it("leaves when its supervisor is killed without a chance to say so", async () => {
    const polite = script("polite.mjs", 'setInterval(() => {}, 1000); console.log("up", process.pid);');
    const supervisor = script(
      "supervisor.ts",
      `import { Child } from ${JSON.stringify(path.resolve("dev/stack/child"))};
       new Child({ name: "polite", script: ${JSON.stringify(polite)}, env: {}, logDir: ${JSON.stringify(folder)}, onLine: (line) => console.log(line) });`,
    );
    const parent = spawn(process.execPath, ["--import", "./dev/register.mjs", supervisor]);
    const line = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (chunk) => resolve(String(chunk))),
    );
    const pid = Number(line.split(" ")[1]);
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isRunning(pid), { timeout: 3_000 }).toBe(false);
  });

  it("shows the end of its output when a script fails", async () => {
    const failing = script("failing.mjs", 'console.error("the reason"); process.exit(3);');
    await expect(runScript(options("failing", failing))).rejects.toThrow(/the reason[\s\S]*exit 3/);
  });
});

/** Gone, or only waiting to be collected by an init process that does not do it. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return isAlive(pid);
  }
}
