import "server-only";
import { hostname } from "node:os";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";

const KEY = "worker_heartbeat";
const EVERY_MS = 10_000;

/** Writes when a worker was last alive; the health page and the back-office read it. Returns how to stop. */
export async function startHeartbeat(): Promise<() => void> {
  const startedAt = new Date().toISOString();
  const beat = async () => {
    const value = { at: new Date().toISOString(), started_at: startedAt, host: hostname(), pid: process.pid };
    await withSystem((tx) =>
      tx.platformSetting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } }),
    ).catch((error: unknown) => logger.warn({ error }, "heartbeat not written"));
  };
  await beat();
  const timer = setInterval(() => void beat(), EVERY_MS);
  return () => clearInterval(timer);
}
