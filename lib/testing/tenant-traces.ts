import { systemPool } from "@/lib/infra/database/pools";
import { schemaName } from "@/lib/tenancy/schema-name";

/** How much of a tenant there is, wherever provisioning writes. */
export type TenantTraces = {
  tenant: number;
  stub: number;
  settings: number;
  roles: number;
  memberships: number;
  adminBindings: number;
  directory: number;
  schema: number;
  databaseRole: number;
  tables: number;
  welcomeMails: number;
  customerJobs: number;
  createdEvents: number;
  counted: number;
};

/** A workspace that is set up exactly once. */
export const COMPLETE: TenantTraces = {
  tenant: 1,
  stub: 1,
  settings: 1,
  roles: 4,
  memberships: 1,
  adminBindings: 1,
  directory: 1,
  schema: 1,
  databaseRole: 1,
  tables: 8,
  welcomeMails: 1,
  customerJobs: 1,
  createdEvents: 1,
  counted: 1,
};

/** A workspace of which nothing is left; the account's Stripe customer may be made all the same. */
export const ABSENT: Omit<TenantTraces, "customerJobs"> = {
  tenant: 0,
  stub: 0,
  settings: 0,
  roles: 0,
  memberships: 0,
  adminBindings: 0,
  directory: 0,
  schema: 0,
  databaseRole: 0,
  tables: 0,
  welcomeMails: 0,
  createdEvents: 0,
  counted: 0,
};

/** Counts every trace of a tenant; `counted` is what its account's gauge holds. */
export async function tenantTraces(tenantId: string, accountId: string): Promise<TenantTraces> {
  const { rows } = await systemPool().query<Record<keyof TenantTraces, string>>(
    `select
      (select count(*) from platform.tenants where id = $1::uuid) as tenant,
      (select count(*) from shared.tenants where tenant_id = $1::uuid) as stub,
      (select count(*) from shared.tenant_settings where tenant_id = $1::uuid) as settings,
      (select count(*) from shared.roles where tenant_id = $1::uuid) as roles,
      (select count(*) from shared.memberships where tenant_id = $1::uuid and status = 'active') as memberships,
      (select count(*) from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
        where b.tenant_id = $1::uuid and r.key = 'tenant_admin') as "adminBindings",
      (select count(*) from platform.user_tenants where tenant_id = $1::uuid) as directory,
      (select count(*) from pg_namespace where nspname = $3) as schema,
      (select count(*) from pg_roles where rolname = $3) as "databaseRole",
      (select count(*) from pg_tables where schemaname = $3) as tables,
      (select count(*) from platform.outbox where dedupe_key like 'welcome:' || $1 || '%') as "welcomeMails",
      (select count(*) from platform.outbox where dedupe_key = 'stripe-customer:' || $2) as "customerJobs",
      (select count(*) from shared.domain_events where tenant_id = $1::uuid and action = 'tenant.created') as "createdEvents",
      (select coalesce(sum(used + reserved), 0) from platform.account_counters where account_id = $2::uuid and meter = 'tenants') as counted`,
    [tenantId, accountId, schemaName(tenantId)],
  );
  const entries = Object.entries(rows[0] ?? {}).map(([key, value]) => [key, Number(value)]);
  // The select above names every key of the type.
  return Object.fromEntries(entries) as TenantTraces;
}
