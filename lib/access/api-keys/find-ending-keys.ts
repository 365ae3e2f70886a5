import "server-only";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

const MOST = 500;
const DAY_MS = 86_400_000;

export type EndingKey = { tenantId: string; id: string };

/**
 * Working keys without a successor that end after `from` and have an open step: `steps` are days before the end. A
 * key ends at its own time or at the age that its workspace's policy allows, whichever comes first.
 */
export async function findEndingKeys(from: Date, now: Date, steps: readonly number[]): Promise<EndingKey[]> {
  const found = await eachCell((cell) =>
    withCell(cell, (tx) =>
      tx.apiKey.findMany({
        where: openSteps(from, now, steps, { field: "expiresAt", ageMs: 0 }),
        orderBy: { expiresAt: "asc" },
        take: MOST,
        select: { tenantId: true, id: true },
      }),
    ),
  );
  const byPolicy: EndingKey[] = [];
  for (const { tenantId, cell, days } of await readMaximumAges()) {
    const rows = await withTenant({ tenantId, cell }, (tx) =>
      tx.apiKey.findMany({
        where: { tenantId, ...openSteps(from, now, steps, { field: "createdAt", ageMs: days * DAY_MS }) },
        orderBy: { createdAt: "asc" },
        take: MOST,
        select: { tenantId: true, id: true },
      }),
    );
    byPolicy.push(...rows);
  }
  return [...new Map([...found.flat(), ...byPolicy].map((key) => [key.id, key])).values()];
}

/** What was mailed already may not stand before what was not. `field` is `ageMs` before the end. */
function openSteps(
  from: Date,
  now: Date,
  steps: readonly number[],
  { field, ageMs }: { field: "expiresAt" | "createdAt"; ageMs: number },
): Prisma.ApiKeyWhereInput {
  return {
    revokedAt: null,
    replacedBy: null,
    [field]: { gt: new Date(from.getTime() - ageMs) },
    OR: steps.map((days) => ({
      [field]: { lte: new Date(now.getTime() + days * DAY_MS - ageMs) },
      AND: { OR: [{ remindedDays: null }, { remindedDays: { gt: days } }] },
    })),
  };
}

/** The workspaces whose policy says how old a key may become. */
function readMaximumAges(): Promise<{ tenantId: string; cell: string; days: number }[]> {
  return withSystem(
    (tx) => tx.$queryRaw`
      select p.tenant_id::text as "tenantId", t.cell::text, p.days from (
        select distinct on (tenant_id) tenant_id, (policy -> 'api_keys' ->> 'max_days')::int as days
        from platform.security_policies order by tenant_id, version desc) p
      join platform.tenants t on t.id = p.tenant_id and t.status <> 'erased'
      where p.days is not null`,
  );
}
