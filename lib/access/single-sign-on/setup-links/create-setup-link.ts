import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertMayPrepare } from "../connections/assert-may-prepare";
import { assertManager, findOwn } from "../connections/own-connection";
import { presentSetupLink } from "./present-setup-link";
import { type SetupLinkDto, type SetupLinkInput, setupLinkInput } from "./schema";

const HOUR_MS = 3_600_000;

/**
 * Makes a link for somebody of IT without an account: the technical steps of this connection, while it is not switched
 * on; one that ever was takes an admin's rank. It can do no more than its maker, and ends the link before it.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required; NotFoundError; ConflictError sso_setup_done
 */
export async function createSetupLink(
  ctx: TenantContext,
  connectionId: string,
  raw: SetupLinkInput,
): Promise<SetupLinkDto> {
  const actor = assertManager(ctx, { recent: true });
  const { hours } = setupLinkInput.parse(raw);
  await assertMayPrepare(ctx, connectionId);
  const tenantId = ctx.tenant.id;
  const token = newToken();
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('sso:' || ${tenantId}, 0))::text`;
    const connection = await findOwn(tx, ctx, connectionId);
    if (connection.status === "enabled") {
      throw new ConflictError("This connection is switched on: there is nothing left to set up.", {
        reason: "sso_setup_done",
      });
    }
    const now = new Date();
    await tx.ssoSetupLink.updateMany({
      where: { tenantId, connectionId, revokedAt: null },
      data: { revokedAt: now },
    });
    const row = await tx.ssoSetupLink.create({
      data: {
        id: newId(),
        tenantId,
        connectionId,
        tokenHash: hashToken(token),
        createdBy: actor.userId,
        createdByName: (actor.name || actor.email).slice(0, 255),
        expiresAt: new Date(now.getTime() + hours * HOUR_MS),
      },
    });
    await recordEvent(tx, ctx, {
      action: "sso.setup_link_created",
      target: { type: "sso_connection", id: connectionId, label: connection.name },
      after: { link_id: row.id, expires_at: row.expiresAt.toISOString() },
    });
    // A fragment goes to no server, so no log, proxy or Referer ever holds the secret.
    return presentSetupLink(row, tenantUrl(ctx.tenant.slug, `/sso-setup#${token}`));
  });
}
