import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withTenant } from "@/lib/tenancy/with-tenant";

const MOST_TENANTS = 200;
const KEEP_LISTS_DAYS = 30;
const KEEP_REQUESTS_DAYS = 90;

/**
 * Closes invitations whose time is over, with an event each. They could not be accepted since then: every look-up
 * counts them as expired. Lists are forgotten after 30
 * days, requests to join after 90, answered or not. A workspace that fails waits for the next sweep and holds up no other.
 */
export async function expireInvitations(): Promise<number> {
  const tenants = await eachCell((cell) =>
    withCell(
      cell,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        select distinct tenant_id::text as id from shared.invitations
        where status = 'pending' and expires_at <= now() limit ${MOST_TENANTS}`,
    ),
  );
  let ended = 0;
  for (const { id } of tenants.flat()) {
    ended += await expireIn(id).catch((error: unknown) => {
      logger.error({ error, tenantId: id }, "invitations not expired");
      return 0;
    });
  }
  await eachCell((cell) =>
    withCell(cell, async (tx) => {
      await tx.$executeRaw`
        delete from shared.invitation_batches where created_at < now() - make_interval(days => ${KEEP_LISTS_DAYS})`;
      await tx.$executeRaw`
        delete from shared.membership_requests
        where coalesce(decided_at, created_at) < now() - make_interval(days => ${KEEP_REQUESTS_DAYS})`;
    }),
  );
  return ended;
}

async function expireIn(tenantId: string): Promise<number> {
  return withTenant({ tenantId }, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; email: string }[]>`
      update shared.invitations set status = 'expired'
      where tenant_id = ${tenantId}::uuid and status = 'pending' and expires_at <= now()
      returning id::text, email::text`;
    const actor = { type: "system", name: "Atrium" } as const;
    const ctx = { requestId: newId(), ip: null, userAgent: null, actor, tenant: { id: tenantId } };
    for (const { id, email } of rows) {
      await recordEvent(tx, ctx, {
        action: "invitation.expired",
        target: { type: "invitation", id, label: email },
      });
    }
    return rows.length;
  });
}
