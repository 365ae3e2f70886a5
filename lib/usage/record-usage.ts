import "server-only";
import type { Actor, TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { admissionPool } from "@/lib/infra/database/pools";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type UsageRecordDto, type UsageRecordInput, usageRecordInput } from "./schema";

/**
 * Records metered events of the tenant's own, exactly once an idempotency key. Acknowledged after the commit.
 * An event belongs to the period in which it occurred while that is open, else to the one that runs now.
 * @throws DomainError permission_denied and others of authorize()
 */
export async function recordUsage(ctx: TenantContext, input: UsageRecordInput): Promise<UsageRecordDto> {
  ctx.authorize("usage:record");
  const { events } = usageRecordInput.parse(input);
  // Twice in one batch is a repeat like any other: the first one counts.
  const unique = [...new Map(events.toReversed().map((event) => [event.idempotency_key, event])).values()];
  const now = new Date();
  const times = unique.map((event) => (event.occurred_at ? new Date(event.occurred_at) : now));
  const periods = await periodsOf(ctx.tenant.accountId, times);
  const { apiKeyId, userId } = whoRecords(ctx.actor);
  const recorded = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const rows = await tx.$queryRaw<{ recorded: number }[]>`select shared.record_usage(
      ${unique.map(() => newId())}::uuid[], ${unique.map((event) => event.idempotency_key)}::text[],
      ${unique.map((event) => event.meter)}::text[], ${unique.map((event) => BigInt(event.quantity))}::bigint[],
      ${periods}::uuid[], ${times}::timestamptz[],
      ${unique.map((event) => JSON.stringify(event.dimensions ?? {}))}::jsonb[],
      ${apiKeyId}::uuid, ${userId}::uuid) as recorded`;
    return rows[0]?.recorded ?? 0;
  });
  return { recorded, duplicates: events.length - recorded };
}

function whoRecords(actor: Actor): { apiKeyId: string | null; userId: string | null } {
  return {
    apiKeyId: actor.type === "api_key" ? actor.apiKeyId : null,
    userId: actor.type === "user" ? actor.userId : null,
  };
}

/** One statement for all moments of a batch; most batches have one moment. */
async function periodsOf(accountId: string, times: readonly Date[]): Promise<string[]> {
  const distinct = [...new Set(times.map((time) => time.toISOString()))];
  const { rows } = await admissionPool().query<{ at: string; period_id: string }>({
    name: "periods-at",
    text: "select t.at, platform.period_at($1, t.at::timestamptz) as period_id from unnest($2::text[]) t (at)",
    values: [accountId, distinct],
  });
  const periodAt = new Map(rows.map((row) => [row.at, row.period_id]));
  return times.map((time) => periodAt.get(time.toISOString()) ?? "");
}
