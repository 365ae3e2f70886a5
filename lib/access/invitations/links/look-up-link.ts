import "server-only";
import type { UserActor } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { findInvitationTenant } from "../answer/find-invitation-tenant";
import { inviterStillMay } from "../inviter-still-may";
import { LINK_KIND, workspaceOf } from "../record";
import { LINK_FIELDS, type LinkRow, linkStatusOf } from "./internal";
import type { LinkState, LinkView } from "./schema";

/**
 * What the holder of a link sees before joining. Changes nothing.
 * @throws NotFoundError for an unknown token
 */
export async function lookUpLink(token: string, viewer: UserActor | null): Promise<LinkView> {
  const { tenant, hash } = await findInvitationTenant(token, LINK_KIND);
  const tenantId = tenant.id;
  const { sso, email_domains: admitted } = await readPolicy(tenantId);
  return withTenant({ tenantId, userId: viewer?.userId ?? null }, async (tx) => {
    const row = (await tx.invitationLink.findUnique({
      where: { tenantId_tokenHash: { tenantId, tokenHash: hash } },
      select: LINK_FIELDS,
    })) as LinkRow | null;
    if (!row) throw new NotFoundError("link");
    const stillMay = await inviterStillMay(tx, tenantId, { invitedBy: row.createdBy, role: row.role });
    const status = linkStatusOf(row);
    const state = ((): LinkState => {
      if (status !== "open") return status;
      if (!hasCapability(tenant.status, tenant.billingState, "invite")) return "unavailable";
      if (!stillMay) return "withdrawn";
      return sso.required ? "single_sign_on" : "open";
    })();
    const member = viewer
      ? await tx.membership.count({ where: { tenantId, userId: viewer.userId, status: "active" } })
      : 0;
    return {
      state,
      workspace: workspaceOf(tenant),
      maker_name: row.createdByName,
      role: row.role.key,
      domains: row.domains,
      expires_at: row.expiresAt.toISOString(),
      viewer: viewer && {
        email: viewer.email,
        fits: isAllowedDomain(row.domains, viewer.email) && isAllowedDomain(admitted, viewer.email),
        is_member: member > 0,
      },
    };
  });
}
