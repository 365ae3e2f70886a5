import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import {
  type AdminTenantDto,
  type AdminTenantPage,
  type AdminTenantQuery,
  adminTenantQuery,
  tenantStatus,
} from "./schema";

type Row = {
  id: string;
  name: string;
  slug: string;
  status: string;
  plan: string;
  billing_state: string;
  members: number;
  used: bigint;
  limit_value: bigint | null;
  created_at: Date;
  last_active_at: Date | null;
};

/**
 * All tenants, newest first, with how many there are in each status. Reads the directories only: no tenant's own
 * schema can be reached from here. Erased ones are listed when asked for.
 * @throws PermissionError; DomainError invalid_request (cursor)
 */
export async function listTenants(ctx: StaffContext, input: AdminTenantQuery): Promise<AdminTenantPage> {
  assertStaff(ctx);
  const query = adminTenantQuery.parse(input);
  const matching = Prisma.sql`t.purpose = 'customer' and ${searchFor(query.q)} and ${query.plan ? Prisma.sql`a.plan_key = ${query.plan}` : Prisma.sql`true`}`;
  const inStatus = query.status ? Prisma.sql`t.status = ${query.status}` : Prisma.sql`t.status <> 'erased'`;
  const { rows, counts } = await withSystem(async (tx) => ({
    rows: await selectTenants(
      tx,
      Prisma.sql`${matching} and ${inStatus} and ${after(query.cursor)}`,
      query.limit + 1,
    ),
    counts: await countByStatus(tx, matching),
  }));
  return { ...toPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }), present), counts };
}

function searchFor(q: string | undefined): Prisma.Sql {
  if (!q) return Prisma.sql`true`;
  const text = q.toLowerCase();
  return Prisma.sql`(strpos(lower(t.name), ${text}) > 0 or strpos(t.slug, ${text}) > 0
    or t.id::text = ${text} or a.stripe_customer_id = ${q})`;
}

function after(cursor: string | undefined): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  const { at, id } = decodeCursor(cursor);
  return Prisma.sql`(t.created_at, t.id) < (${at.toISOString()}::timestamptz, ${id}::uuid)`;
}

function selectTenants(tx: SystemTx, where: Prisma.Sql, limit: number): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    with page as (
      select t.id, t.account_id, t.name::text, t.slug::text, t.status::text, a.plan_key::text as plan,
        a.billing_state::text, t.created_at
      from platform.tenants t join platform.accounts a on a.id = t.account_id
      where ${where} order by t.created_at desc, t.id desc limit ${limit}
    )
    select p.id::text, p.name, p.slug, p.status, p.plan, p.billing_state, p.created_at,
      (select count(*)::int from platform.user_tenants m where m.tenant_id = p.id and m.status = 'active') as members,
      coalesce(c.used + c.reserved, 0) as used,
      case when e.enabled then e.limit_value else 0 end as limit_value,
      greatest((select max(m.last_opened_at) from platform.user_tenants m where m.tenant_id = p.id),
        (select max(k.last_used_at) from platform.api_key_directory k where k.tenant_id = p.id)) as last_active_at
    from page p
    left join platform.account_entitlements e on e.account_id = p.account_id and e.feature = 'api_calls'
    left join platform.usage_periods u on u.account_id = p.account_id and u.starts_at <= now() and u.ends_at > now()
    left join platform.account_counters c on c.account_id = p.account_id and c.meter = 'api_calls' and c.period_id = u.id
    order by p.created_at desc, p.id desc`;
}

async function countByStatus(tx: SystemTx, where: Prisma.Sql): Promise<AdminTenantPage["counts"]> {
  const rows = await tx.$queryRaw<{ status: string; count: number }[]>`
    select t.status::text, count(*)::int as count
    from platform.tenants t join platform.accounts a on a.id = t.account_id where ${where} group by t.status`;
  return Object.fromEntries(rows.map((row) => [tenantStatus.parse(row.status), row.count]));
}

function present(row: Row): AdminTenantDto {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    status: tenantStatus.parse(row.status),
    plan: row.plan,
    billing_state: row.billing_state,
    members: row.members,
    api_calls: { used: Number(row.used), limit: row.limit_value === null ? null : Number(row.limit_value) },
    created_at: row.created_at.toISOString(),
    last_active_at: row.last_active_at?.toISOString() ?? null,
  };
}
