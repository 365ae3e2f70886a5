import { ownerPool } from "@/lib/infra/database/pools";
import { cellOf } from "@/lib/tenancy/cells/cell-of";
import { schemaName } from "@/lib/tenancy/schema-name";

/**
 * `fail`: the newest file of a workspace's schema is back to not applied, its ledger says so, and its tables stand in the
 * way of another try. `clear`: they are gone.
 */
export async function arrange(tenantId: string, what = "fail"): Promise<void> {
  const owner = ownerPool(await cellOf({ tenantId }));
  const schema = schemaName(tenantId);
  if (what === "clear") {
    await owner.query(`drop table ${schema}.integration_deliveries, ${schema}.integrations cascade`);
  } else {
    await owner.query("delete from migrations.applied where target = $1 and name like '0004\\_%'", [schema]);
    await owner.query(
      `insert into migrations.fleet (tenant_id, ring, state, attempts, error) values ($1, 'all', 'failed', 1, 'in the way')
     on conflict (tenant_id) do update set state = 'failed', error = excluded.error, updated_at = now()`,
      [tenantId],
    );
  }
}
