import "server-only";
import type { UserContext } from "@/lib/core/context";
import { domainOf } from "@/lib/tenancy/policies/email-domain";
import { withSystem } from "@/lib/tenancy/with-system";

export type FoundOffer = { id: string; name: string; slug: string; domain: string };

const MOST = 20;

/**
 * Workspaces that this person may ask to join: their address is proved, the workspace has proved its domain and lets
 * people ask, and they are in no way a member. Nobody else ever learns the names.
 */
export async function findOffers(ctx: UserContext): Promise<FoundOffer[]> {
  return withSystem(async (tx) => {
    const person = await tx.user.findUnique({
      where: { id: ctx.actor.userId },
      select: { email: true, emailVerifiedAt: true },
    });
    if (!person?.emailVerifiedAt) return [];
    const domain = domainOf(person.email);
    return tx.$queryRaw<FoundOffer[]>`
      select t.id::text, t.name::text, t.slug::text, ${domain}::text as domain
      from platform.tenants t join platform.join_settings j on j.tenant_id = t.id and j.enabled
      where t.status = 'active'
        and (exists (select 1 from platform.sso_domains d
            where d.tenant_id = t.id and d.domain = ${domain} and d.status = 'verified')
          or exists (select 1 from platform.domains h
            where h.tenant_id = t.id and h.hostname = ${domain} and h.status = 'verified'))
        and not exists (select 1 from platform.user_tenants u
          where u.tenant_id = t.id and u.user_id = ${ctx.actor.userId}::uuid)
      order by t.name limit ${MOST}`;
  });
}
