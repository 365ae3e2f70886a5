import "server-only";
import { findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import {
  EVENT_OUTCOMES,
  type ScimEventDto,
  type ScimEventPage,
  type ScimEventQuery,
  scimEventQuery,
} from "../schema";

/**
 * What a connection's provider asked for and what came of it, newest first: every change and every refusal.
 * @throws DomainError permission_denied, invalid_request (cursor); NotFoundError
 */
export async function listScimEvents(
  ctx: TenantContext,
  connectionId: string,
  input: ScimEventQuery,
): Promise<ScimEventPage> {
  ctx.authorize("sso:read");
  const query = scimEventQuery.parse(input);
  const tenantId = ctx.tenant.id;
  await withSystem((tx) => findOwn(tx, ctx, connectionId));
  const rows = await withTenant({ tenantId }, (tx) =>
    tx.scimEvent.findMany({
      where: {
        tenantId,
        connectionId,
        ...(query.outcome && { outcome: query.outcome }),
        AND: [afterCursor(query.cursor, "createdAt")],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row): ScimEventDto => ({
      id: row.id,
      created_at: row.createdAt.toISOString(),
      method: row.method,
      path: row.path,
      resource: { type: row.resourceType, id: row.resourceId, label: row.resourceLabel },
      summary: row.summary,
      status: row.status,
      outcome: EVENT_OUTCOMES.find((each) => each === row.outcome) ?? "failed",
      scim_type: row.scimType,
      detail: row.detail,
      ip: row.ip,
      request_id: row.requestId,
      duration_ms: row.durationMs,
    }),
  );
}
