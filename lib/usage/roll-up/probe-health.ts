import "server-only";
import http from "node:http";
import https from "node:https";
import { MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";

const TIMEOUT_MS = 10_000;
/** A day of minutes: what is kept while the database is away. */
const MAX_UNWRITTEN = 1_440;

type Probe = { at: Date; cell: string; ok: boolean; durationMs: number };
const unwritten: Probe[] = [];

/**
 * Asks the web tier (with the main database) and every other cell whether they answer, and notes it: what is down
 * writes no request ledger, so its own figures would call it whole. What cannot be written now is written later. Of
 * several workers, one that got an answer is enough.
 */
export async function probeHealth(address = healthAddress()): Promise<Record<string, boolean>> {
  const at = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const probes = await Promise.all([
    timed(at, MAIN_CELL, answers(new URL(address))),
    ...remoteCells().map((cell) => timed(at, cell, isUp(cell))),
  ]);
  unwritten.push(...probes);
  unwritten.splice(0, Math.max(0, unwritten.length - MAX_UNWRITTEN));
  await write();
  return Object.fromEntries(probes.map(({ cell, ok }) => [cell, ok]));
}

async function timed(at: Date, cell: string, asked: Promise<boolean>): Promise<Probe> {
  const startedAt = performance.now();
  const ok = await asked;
  return { at, cell, ok, durationMs: Math.round(performance.now() - startedAt) };
}

function isUp(cell: string): Promise<boolean> {
  return systemPool(cell)
    .query("select 1")
    .then(
      () => true,
      () => false,
    );
}

async function write(): Promise<void> {
  const batch = unwritten.splice(0);
  try {
    await systemPool().query(
      `insert into platform.health_probes as p (at, cell, ok, duration_ms)
       select b.at, b.cell, bool_or(b.ok), min(b.duration)
       from unnest($1::timestamptz[], $2::text[], $3::boolean[], $4::int[]) b (at, cell, ok, duration)
       group by b.at, b.cell on conflict (at, cell) do update set ok = p.ok or excluded.ok`,
      [
        batch.map((probe) => probe.at),
        batch.map((probe) => probe.cell),
        batch.map((probe) => probe.ok),
        batch.map((probe) => probe.durationMs),
      ],
    );
  } catch (error) {
    logger.warn({ error, probes: batch.length }, "health probes not written");
    unwritten.unshift(...batch);
  }
}

function healthAddress(): string {
  const { HEALTH_PROBE_URL, ATRIUM_ROOT_URL } = env();
  return HEALTH_PROBE_URL ?? new URL("/api/health", ATRIUM_ROOT_URL).href;
}

/** Not fetch: Node resolves no *.localhost, and there the Host header must still name our host. */
function answers(url: URL): Promise<boolean> {
  const local = url.hostname === "localhost" || url.hostname.endsWith(".localhost");
  const options = {
    timeout: TIMEOUT_MS,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(local ? { hostname: "127.0.0.1", headers: { host: url.host } } : {}),
  };
  return new Promise((resolve) => {
    const request = (url.protocol === "https:" ? https : http).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once("error", () => resolve(false));
  });
}
