import { systemPool } from "@/lib/infra/database/pools";
import { addRequests } from "@/lib/testing/ledger";
import { rollUpRequests } from "@/lib/usage/roll-up/roll-up-requests";

/** Sixty requests an hour ago for a workspace in service since yesterday, half of them failed, and their roll-up. */
export async function arrange(tenantId: string): Promise<void> {
  await addRequests(
    tenantId,
    Array.from({ length: 60 }, (_, n) => ({
      at: new Date(Date.now() - 3_600_000 - n * 1_000),
      durationMs: n < 57 ? 40 : 900,
      status: n % 2 === 0 ? 503 : 200,
      route: n % 3 ? "/api/v1/agents" : "/api/v1/users",
    })),
  );
  await systemPool().query(
    "update platform.tenant_status_changes set at = at - interval '24 hours' where tenant_id = $1",
    [tenantId],
  );
  await rollUpRequests();
}
