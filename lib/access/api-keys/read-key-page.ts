import "server-only";
import type * as z from "zod";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { keyEndsAt } from "@/lib/tenancy/policies/policy-refusal";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type KeyActivity, presentKey, WITH_ACCOUNT } from "./internal";
import { readKeyRoles } from "./key-roles";
import type { ApiKeyPage, ApiKeyStatus, apiKeyListQuery } from "./schema";

type ActivityRow = {
  api_key_id: string;
  last_used_at: Date | null;
  last_used_ip: string | null;
  calls: number;
};

/** One page of the keys that `where` leaves, newest first, with when, from where and how often each was used. */
export async function readKeyPage(
  ctx: TenantContext,
  query: z.output<typeof apiKeyListQuery>,
  where: Prisma.ApiKeyWhereInput,
): Promise<ApiKeyPage> {
  const policy = await readPolicy(ctx.tenant.id);
  const { rows, activity, roles } = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const found = await tx.apiKey.findMany({
      where: {
        tenantId: ctx.tenant.id,
        AND: [
          where,
          filterOf(query.status, policy.api_keys.max_days),
          searchOf(query.q),
          afterCursor(query.cursor, "createdAt"),
        ],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      include: WITH_ACCOUNT,
    });
    return {
      rows: found,
      activity: await readActivity(tx, ctx.tenant.id, found),
      roles: await readKeyRoles(tx, ctx.tenant.id, found),
    };
  });
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) =>
      presentKey(
        row,
        roles.get(row.id) ?? [],
        activity.get(row.id) ?? UNUSED,
        keyEndsAt(policy, row.createdAt),
      ),
  );
}

const UNUSED: KeyActivity = { lastUsedAt: null, lastUsedIp: null, calls: 0 };

/** When, from where and how often these keys were used, in one statement. */
async function readActivity(
  tx: TenantTx,
  tenantId: string,
  keys: readonly { id: string }[],
): Promise<Map<string, KeyActivity>> {
  const ids = keys.map(({ id }) => id);
  const rows = await tx.$queryRaw<ActivityRow[]>`
    select k.id::text as api_key_id, a.last_used_at, a.last_used_ip, coalesce(c.calls, 0)::int as calls
    from unnest(${ids}::uuid[]) k (id)
    left join platform.api_key_activity() a on a.api_key_id = k.id
    left join (select d.caller, sum(d.requests) as calls from warehouse.requests_daily d
      where d.tenant_id = ${tenantId}::uuid and d.day > now() - interval '168 hours' and d.caller = any(${ids}::uuid[])
      group by d.caller) c on c.caller = k.id`;
  return new Map(
    rows.map((row) => [
      row.api_key_id,
      { lastUsedAt: row.last_used_at, lastUsedIp: row.last_used_ip, calls: row.calls },
    ]),
  );
}

/** A key beyond the policy's maximum age counts as expired. */
function filterOf(status: ApiKeyStatus | undefined, maxDays: number | null) {
  const now = new Date();
  const oldest = maxDays === null ? new Date(0) : new Date(now.getTime() - maxDays * 86_400_000);
  switch (status) {
    case undefined:
      return {};
    case "revoked":
      return { revokedAt: { not: null } };
    case "expired":
      return { revokedAt: null, OR: [{ expiresAt: { lte: now } }, { createdAt: { lte: oldest } }] };
    case "active":
      return {
        revokedAt: null,
        createdAt: { gt: oldest },
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      };
    default:
      return status satisfies never;
  }
}

/** Looks through the workspace's keys in the order of the list's index, as the members' search does. */
function searchOf(q: string | undefined): Prisma.ApiKeyWhereInput {
  if (!q) return {};
  // Prisma hands the text to ILIKE as it is.
  const part = { contains: q.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
  return {
    OR: [{ name: part }, { createdByName: part }, { serviceAccount: { name: part } }, { lastFour: q }],
  };
}
