import "server-only";
import { permissionsOf } from "@/lib/access/roles/permissions-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { RequestInfo, UserActor } from "@/lib/core/context";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { InvitationRow } from "../record";
import { findInvitationTenant } from "./find-invitation-tenant";
import { lockByToken } from "./lock-by-token";

const ASKS_PER_DAY = 2;

/**
 * Asks the inviter, or else an admin, for a new invitation: for the address of the link, or for the one the viewer is
 * signed in with. At most two mails a day and link; beyond that it answers the same and sends nothing.
 * @throws NotFoundError for an unknown token
 */
export async function requestInvitation(
  info: RequestInfo,
  token: string,
  viewer: UserActor | null,
): Promise<void> {
  const { tenant, hash } = await findInvitationTenant(token);
  await withTenant({ tenantId: tenant.id, userId: viewer?.userId ?? null }, async (tx) => {
    const row = await lockByToken(tx, tenant.id, hash);
    const email = viewer?.email ?? row.email;
    const [to, taken] = [
      await recipient(tx, tenant.id, row),
      await takeRate(`invite-ask:${row.id}`, ASKS_PER_DAY, 86_400),
    ];
    if (!to || !taken.allowed) return;
    const { requestId, ip, userAgent } = info;
    const actor = viewer ?? ({ type: "system", name: row.email } as const);
    await recordEvent(
      tx,
      { requestId, ip, userAgent, actor, tenant },
      {
        action: "invitation.requested",
        target: { type: "invitation", id: row.id, label: row.email },
        after: { email },
      },
    );
    await enqueueMail(tx, {
      template: "invitation_requested",
      to,
      locale: tenant.locale,
      data: { email, tenantName: tenant.name, slug: tenant.slug },
    });
  });
}

/** The inviter while they may still invite, by whatever role, else the longest-standing admin. */
async function recipient(tx: TenantTx, tenantId: string, row: InvitationRow): Promise<string | null> {
  const held = await permissionsOf(tx, tenantId, { type: "user", id: row.invitedBy });
  if (held.has("members:invite")) {
    const inviter = await tx.membership.findUnique({
      where: { tenantId_userId: { tenantId, userId: row.invitedBy } },
      select: { email: true },
    });
    if (inviter) return inviter.email;
  }
  const [found] = await tx.$queryRaw<{ email: string }[]>`
    select m.email::text from shared.memberships m
    where m.tenant_id = ${tenantId}::uuid and m.status = 'active' and exists (
      select 1 from shared.held_bindings(m.tenant_id, 'user', m.user_id) b
      join shared.roles r on r.tenant_id = m.tenant_id and r.id = b.role_id
      join shared.system_role_permissions p on p.role_key = r.system_key and p.permission_key = 'members:invite')
    order by m.joined_at limit 1`;
  return found?.email ?? null;
}
