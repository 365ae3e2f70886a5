import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { ensureBuild } from "../../stack/build";
import { overHttp, type Send } from "../isolation/transport";
import type { Stage } from "./stage";

export type Web = {
  send: Send /** Everything the server wrote: it must hold nobody's data. */;
  logFile: string;
  stop(): Promise<void>;
};

/** Builds the product when it changed, and starts its web server on the stage's database. */
export async function startWeb(stage: Stage, root = process.cwd()): Promise<Web> {
  await ensureBuild({ env: stringEnvironment(), logDir: `${stage.folder}/logs`, onLine: () => undefined });
  return serve(stage, root, `${stage.folder}/web.log`);
}

export async function serve(stage: Stage, root: string, logFile: string): Promise<Web> {
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const send = overHttp(stage.port);
  await untilHealthy(send, stage.port, child);
  return {
    send,
    logFile,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

async function untilHealthy(send: Send, port: number, child: ChildProcess): Promise<void> {
  const host = `atrium.localhost:${port}`;
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const attempt = {
      method: "GET",
      route: "/api/health",
      params: {},
      query: "",
      host,
      headers: {},
      body: undefined,
    };
    const answer = await send(attempt).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill("SIGTERM");
  throw new Error("the web server did not start");
}

function stringEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
