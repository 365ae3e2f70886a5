import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";

export type Taken = { allowed: boolean; remaining: number; retryAfterSeconds: number; resetSeconds: number };

/** Takes one of `limit` requests per window under `key`: GCRA in PostgreSQL, exact under concurrency. */
export async function takeRate(key: string, limit: number, windowSeconds: number): Promise<Taken> {
  const { rows } = await admissionPool().query<{
    allowed: boolean;
    remaining: number;
    retry_after_seconds: number;
    reset_seconds: number;
  }>({
    name: "take-rate",
    text: "select * from platform.take_rate($1, $2, $3)",
    values: [key.slice(0, 200), limit, windowSeconds],
  });
  const row = rows[0];
  if (!row)
    return { allowed: false, remaining: 0, retryAfterSeconds: windowSeconds, resetSeconds: windowSeconds };
  return {
    allowed: row.allowed,
    remaining: row.remaining,
    retryAfterSeconds: row.retry_after_seconds,
    resetSeconds: row.reset_seconds,
  };
}
