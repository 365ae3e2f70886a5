import "server-only";
import { systemPool } from "@/lib/infra/database/pools";

const BATCH = 500;

/** Gives back what dead processes had reserved for calls that they never answered. Returns how many. */
export async function sweepCalls(): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await systemPool().query<{ swept: number }>("select platform.sweep_calls($1) as swept", [
      BATCH,
    ]);
    const swept = rows[0]?.swept ?? 0;
    total += swept;
    if (swept < BATCH) return total;
  }
}
