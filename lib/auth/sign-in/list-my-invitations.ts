import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";

export type MyInvitation = { tenantName: string; invitedByName: string };

/**
 * Workspaces that wait for this person's answer. Only for a signed-in person, whose address is proved: a stranger must
 * not learn who is invited. The answer itself needs the mailed link.
 */
export async function listMyInvitations(ctx: UserContext): Promise<MyInvitation[]> {
  return withSystem(
    (tx) => tx.$queryRaw<MyInvitation[]>`
      select t.name::text as "tenantName", i.invited_by_name::text as "invitedByName"
      from shared.invitations i join platform.tenants t on t.id = i.tenant_id
      where i.email = ${ctx.actor.email} and i.status = 'pending' and i.expires_at > now() and t.status = 'active'
      order by i.created_at desc limit 20`,
  );
}
