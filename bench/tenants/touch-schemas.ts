import { readFileSync, writeFileSync } from "node:fs";
import { round } from "../measure";
import { privateMemoryMb } from "./memory";
import type { Made } from "./world";

const USES = 2_000;
const SAMPLE_EVERY = 50;

export type ConnectionMemory = {
  /** The most that one connection of the product's pool held. */
  peakMb: number | null;
  /** Connections that served the uses: recycling replaces them. */
  connections: number;
  /** Held after this many uses of the first connection. */
  curve: { uses: number; mb: number }[];
};

/**
 * `touch-schemas <made> <file>`: one connection of the app role serves transactions of tenant after tenant, each
 * reading every table of that tenant's schema, the worst there is for its catalogue cache.
 */
async function main([made = "", file = ""]: string[]): Promise<void> {
  const { withTenant } = await import("@/lib/tenancy/with-tenant");
  const { closePools } = await import("@/lib/infra/database/pools");
  const tenants = (JSON.parse(readFileSync(made, "utf8")) as Made).tenants.filter(
    ({ cell }) => cell === "main",
  );
  const pids = new Map<number, number>();
  const curve: ConnectionMemory["curve"] = [];
  let peakMb: number | null = null;
  for (let use = 0; use < USES; use += 1) {
    const tenantId = tenants[use % tenants.length]?.id ?? "";
    const pid = await withTenant({ tenantId }, async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid,
        (select max(name) from "tenant".agent_instances), (select max(version) from "tenant".agent_configs),
        (select max(recorded_at) from "tenant".agent_metrics), (select max(name) from "tenant".workflows),
        (select max(created_at) from "tenant".workflow_executions where workflow_id = gen_random_uuid()),
        (select max(name) from "tenant".workflow_artifacts where execution_id = gen_random_uuid()),
        (select max(kind) from "tenant".integrations), (select max(event) from "tenant".integration_deliveries)`;
      return row?.pid ?? 0;
    });
    const uses = (pids.get(pid) ?? 0) + 1;
    pids.set(pid, uses);
    if (uses % SAMPLE_EVERY !== 0) continue;
    const mb = await privateMemoryMb(pid);
    if (mb === null) break;
    peakMb = Math.max(peakMb ?? 0, mb);
    if (pids.size === 1) curve.push({ uses, mb: round(mb, 1) });
  }
  const figures: ConnectionMemory = { peakMb: peakMb && round(peakMb, 1), connections: pids.size, curve };
  writeFileSync(file, JSON.stringify(figures));
  await closePools();
}

await main(process.argv.slice(2));
process.exit();
