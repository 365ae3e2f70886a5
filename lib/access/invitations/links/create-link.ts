import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { SYSTEM_ROLES } from "@/lib/access/permissions";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { mailDomainProblem } from "@/lib/access/single-sign-on/domains/mail-domain-problem";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { LimitError, PermissionError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { issueToken, LINK_KIND } from "../record";
import { LINK_FIELDS, type LinkRow, presentLink } from "./internal";
import { type CreatedLink, type LinkInput, linkInput, MAX_OPEN_LINKS } from "./schema";

/**
 * Makes a link that people with an address in the given domains may join with, in one role. Its address is shown once;
 * only a hash of its secret is kept.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, role_too_high_for_link,
 * feature_switched_off), step_up_required
 * @throws ValidationError unknown_role, domain_invalid, public_mail; LimitError (20 open links)
 */
export async function createLink(ctx: TenantContext, input: LinkInput): Promise<CreatedLink> {
  ctx.authorize("members:invite");
  assertFeature(ctx.tenant.entitlements, "bulk_invitations");
  const wish = linkInput.parse(input);
  const person = actorPerson(ctx.actor);
  if (person === null) throw new PermissionError("members:invite");
  wish.domains.forEach(assertOwnDomain);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, userId: person }, async (tx) => {
    await lockRoles(tx, tenantId);
    const role = await findGrantableRole(tx, ctx, wish.role);
    if (role.rank > SYSTEM_ROLES.developer.rank) {
      throw new PermissionError("members:invite", { reason: "role_too_high_for_link" });
    }
    await assertRecentFor(tx, ctx, [role]);
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('links:' || ${tenantId}, 0))::text`;
    const open = await tx.invitationLink.count({
      where: { tenantId, revokedAt: null, expiresAt: { gt: new Date() } },
    });
    if (open >= MAX_OPEN_LINKS) {
      throw new LimitError("invitation_links", `A workspace has at most ${MAX_OPEN_LINKS} open links.`);
    }
    const { token, hash, expiresAt } = await issueToken(tx, LINK_KIND, wish.days);
    const domains = [...new Set(wish.domains)];
    const row = await tx.invitationLink.create({
      data: {
        tenantId,
        id: newId(),
        roleId: role.id,
        tokenHash: hash,
        domains,
        maxUses: wish.max_uses,
        createdBy: person,
        createdByName: actorName(ctx.actor).slice(0, 255),
        expiresAt,
      },
      select: LINK_FIELDS,
    });
    await recordEvent(tx, ctx, {
      action: "invitation_link.created",
      target: { type: "invitation_link", id: row.id },
      after: { role: role.key, domains, max_uses: wish.max_uses, expires_at: expiresAt },
    });
    return { link: presentLink(row as LinkRow), url: rootUrl(`/invitations/join#${token}`) };
  });
}

function assertOwnDomain(domain: string, index: number): void {
  if (mailDomainProblem(domain) !== "public_mail") return;
  const message = "Anybody can have a mailbox there: use a domain of your own organisation.";
  throw new ValidationError([{ path: `domains.${index}`, code: "public_mail", message }]);
}
