import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePorts } from "../../../environment/ports";
import { ensureBuild } from "../../../stack/build";
import { Child } from "../../../stack/child";

/** The configured host; the port that the server listens on is another. */
export const HOST = "atrium.localhost:3000";

export type RawAnswer = { status: number; head: string; location: string | null; body: string };

/** Runs `work` beside the built web server, on the stage's database. */
export async function withWeb(work: (port: number) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "atrium-wire-"));
  const [port = 0] = await freePorts(1);
  const env = Object.fromEntries(
    Object.entries({ ...process.env, PORT: String(port) }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const logDir = path.join(folder, "logs");
  await ensureBuild({ env, logDir, generated: true });
  const web = new Child({ name: "web", script: "server.mjs", env, logDir });
  try {
    await untilHealthy(port);
    await work(port);
  } finally {
    await web.stop(5_000);
    await rm(folder, { recursive: true, force: true });
  }
}

/** It answers to its configured name only, which is not where it listens. */
async function untilHealthy(port: number): Promise<void> {
  const bytes = `GET /api/health HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`;
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if ((await sendBytes(port, bytes)).status === 200) return;
    await setTimeout(200);
  }
  throw new Error("the web server did not start");
}

/** One request as bytes; the answer as far as it came. Status 0: closed without one. */
export function sendBytes(port: number, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(15_000, () => socket.destroy());
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const end = text.indexOf("\r\n\r\n");
      const head = end < 0 ? text : text.slice(0, end);
      resolve({
        status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
        head,
        location: /^location: *(.*)$/im.exec(head)?.[1]?.trim() ?? null,
        body: end < 0 ? "" : text.slice(end + 4),
      });
    });
  });
}
