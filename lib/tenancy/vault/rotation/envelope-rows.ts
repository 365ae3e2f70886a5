import "server-only";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { withSystem } from "../../with-system";
import { type TenantScope, withTenant } from "../../with-tenant";
import type { EnvelopeColumn } from "../envelope-columns";

/** One stored envelope: `row` is the key of its place, `at` finds the row again in the database. */
export type EnvelopeRow = { row: string; at: string; value: string };

type Tx = Pick<Prisma.TransactionClient, "$queryRaw" | "$executeRaw">;

/** Runs `work` as whoever may read and write a column: the tenant, or the system role for the control plane. */
function inPlace<T>(scope: TenantScope, column: EnvelopeColumn, work: (tx: Tx) => Promise<T>): Promise<T> {
  return column.placement === "platform" ? withSystem(work) : withTenant(scope, work);
}

/** The envelopes of one column that are not under `generation`, after the row `after`, in order of their row. */
export function findOldEnvelopes(
  scope: TenantScope,
  column: EnvelopeColumn,
  { generation, after, limit }: { generation: number; after: string; limit: number },
): Promise<EnvelopeRow[]> {
  const { target, value, row, mine } = partsOf(scope, column);
  // Values of the platform's own sealed box share some columns; they are none of a tenant's key's business.
  return inPlace(
    scope,
    column,
    (tx) => tx.$queryRaw<EnvelopeRow[]>`
      select ${row} as "row", t.ctid::text as at, ${value} as value from ${target} t
      where ${mine} and ${value} like 'v1.g%' and ${value} not like ${`v1.g${generation}.%`}
        and ${row} collate "C" > ${after} order by ${row} collate "C" limit ${limit}`,
  );
}

/** Replaces an envelope if nobody has written another one meanwhile. */
export async function replaceEnvelope(
  scope: TenantScope,
  column: EnvelopeColumn,
  old: EnvelopeRow,
  fresh: string,
): Promise<boolean> {
  const { target, value, name, mine } = partsOf(scope, column);
  const count = await inPlace(
    scope,
    column,
    (tx) => tx.$executeRaw`
      update ${target} t set ${name} = ${fresh} where ${mine} and t.ctid = ${old.at}::tid and ${value} = ${old.value}`,
  );
  return count === 1;
}

/** SQL of a registered column. The names come from ENVELOPE_COLUMNS, never from input. */
function partsOf({ tenantId }: TenantScope, { placement, table, column, key }: EnvelopeColumn) {
  const name = Prisma.raw(`"${column}"`);
  return {
    target: Prisma.raw(`"${placement}"."${table}"`),
    name,
    value: Prisma.raw(`t."${column}"`),
    row: Prisma.raw(`concat_ws(':', ${key.map((part) => `t."${part}"::text`).join(", ")})`),
    mine: placement === "tenant" ? Prisma.sql`true` : Prisma.sql`t.tenant_id = ${tenantId}::uuid`,
  };
}
