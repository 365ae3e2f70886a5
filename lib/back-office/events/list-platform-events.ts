import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { placeOf } from "@/lib/infra/places";
import type { PlatformEvent } from "@/lib/infra/prisma/generated/client";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import {
  type PlatformEventDto,
  type PlatformEventPage,
  type PlatformEventQuery,
  platformEventQuery,
} from "./schema";

/**
 * The trail of the control plane, newest first: sign-ins, accounts, billing and what staff did (`from` ≤ t < `to`). A
 * tenant's part includes what happened to its account.
 * @throws PermissionError; DomainError invalid_request (cursor)
 */
export async function listPlatformEvents(
  ctx: StaffContext,
  input: PlatformEventQuery,
): Promise<PlatformEventPage> {
  assertStaff(ctx);
  const query = platformEventQuery.parse(input);
  const named = { contains: query.q ?? "", mode: "insensitive" as const };
  const rows = await withSystem(async (tx) => {
    const about = query.tenant_id ? await aboutTenant(tx, query.tenant_id) : [];
    return tx.platformEvent.findMany({
      where: {
        ...(query.action && { action: query.action }),
        ...(query.actor_id && { actorId: query.actor_id }),
        AND: [
          ...(about.length > 0 ? [{ OR: about }] : []),
          ...(query.q ? [{ OR: [{ actorLabel: named }, { targetLabel: named }] }] : []),
          ...(query.from ? [{ occurredAt: { gte: new Date(query.from) } }] : []),
          ...(query.to ? [{ occurredAt: { lt: new Date(query.to) } }] : []),
          afterCursor(query.cursor, "occurredAt"),
        ],
      },
      orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    });
  });
  return toPage(rows, query.limit, (row) => ({ at: row.occurredAt, id: row.id }), presentPlatformEvent);
}

/** What names the tenant, and what its account alone is named for: plans and subscriptions. */
async function aboutTenant(
  tx: SystemTx,
  tenantId: string,
): Promise<{ tenantId: string | null; accountId?: string }[]> {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { accountId: true } });
  return [{ tenantId }, ...(tenant ? [{ tenantId: null, accountId: tenant.accountId }] : [])];
}

function presentPlatformEvent(row: PlatformEvent): PlatformEventDto {
  return {
    id: row.id,
    occurred_at: row.occurredAt.toISOString(),
    action: row.action,
    actor: { type: row.actorType, id: row.actorId, label: row.actorLabel },
    support: row.supportSessionId
      ? { on_behalf_of: row.onBehalfOf, session_id: row.supportSessionId, ticket: row.ticket ?? "" }
      : null,
    target: { type: row.targetType, id: row.targetId, label: row.targetLabel },
    account_id: row.accountId,
    tenant_id: row.tenantId,
    reason: row.reason,
    before: row.before,
    after: row.after,
    ip: row.ip,
    place: placeOf(row.ip),
    user_agent: row.userAgent,
    request_id: row.requestId,
  };
}
