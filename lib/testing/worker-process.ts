import { type ChildProcess, spawn } from "node:child_process";

export type WorkerProcess = {
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with the exit code and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
  exited: Promise<number | null>;
};

/** A real worker in a process of its own, on the test file's database. */
export function startWorkerProcess(env: Record<string, string> = {}): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, ["--import", "./dev/register.mjs", "worker/main.ts"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    exited,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async stop() {
      const startedAt = performance.now();
      child.kill("SIGTERM");
      const code = await exited;
      return { code, tookMs: performance.now() - startedAt };
    },
  };
}
