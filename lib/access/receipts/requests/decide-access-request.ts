import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { giveRole } from "@/lib/access/members/give-role";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { roleName } from "@/lib/access/roles/role-name";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type AccessRequestDto, type AccessVerdict, accessVerdict } from "../schema";
import { presentRequest } from "./internal";

/**
 * Answers a request: gives the person a role beside those they have, for good or until a time, or dismisses it. Mails
 * them the answer.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held), step_up_required for a role
 * @throws NotFoundError; ConflictError already_decided, own_request
 * @throws ValidationError unknown_role, expiry_past, expiry_too_far
 */
export async function decideAccessRequest(
  ctx: TenantContext,
  id: string,
  input: AccessVerdict,
): Promise<AccessRequestDto> {
  ctx.authorize("members:update");
  const verdict = accessVerdict.parse(input);
  if (verdict.decision === "grant") assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  return keepingAdmin(
    withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
      const request = await lockOpen(tx, ctx, id);
      const given =
        verdict.decision === "grant"
          ? await giveRole(tx, ctx, request.userId, { role: verdict.role, expires_at: verdict.expires_at })
          : null;
      const row = await tx.accessRequest.update({
        where: { tenantId_id: { tenantId, id } },
        data: {
          status: given ? "granted" : "dismissed",
          grantedRole: given?.role.key ?? null,
          grantedUntil: given?.expiresAt ?? null,
          decidedBy: actorPerson(ctx.actor),
          decidedByName: actorName(ctx.actor).slice(0, 255),
          decidedAt: new Date(),
        },
      });
      await recordEvent(tx, ctx, {
        action: given ? "access.granted" : "access.dismissed",
        target: { type: "access_request", id, label: request.userName || request.userEmail },
        after: { subject: request.subject, role: given?.role.key ?? null, until: given?.expiresAt ?? null },
      });
      const { locale, name: tenantName, slug } = ctx.tenant;
      await enqueueMail(tx, {
        template: "access_decided",
        to: request.userEmail,
        locale,
        data: {
          tenantName,
          subject: request.subject || request.code,
          roleName: given ? roleName(given.role, locale) : null,
          endsAt: given?.expiresAt?.toISOString() ?? null,
          slug,
        },
      });
      return presentRequest(row);
    }),
  );
}

async function lockOpen(tx: TenantTx, ctx: TenantContext, id: string) {
  const tenantId = ctx.tenant.id;
  await tx.$queryRaw`select 1 as one from shared.access_requests
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  const request = await tx.accessRequest.findUnique({ where: { tenantId_id: { tenantId, id } } });
  if (!request) throw new NotFoundError("request");
  if (request.status !== "pending") {
    throw new ConflictError("This request was answered already.", { reason: "already_decided" });
  }
  if (request.userId === actorPerson(ctx.actor)) {
    throw new ConflictError("Somebody else has to answer your own request.", { reason: "own_request" });
  }
  return request;
}
