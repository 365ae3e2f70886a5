import "server-only";
import { actorName } from "@/lib/access/actor-person";
import { assertAdminRank } from "@/lib/access/single-sign-on/connections/assert-admin-rank";
import { assertManager, findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { MAX_LIVE_TOKENS, type NewScimTokenDto, type ScimTokenInput, scimTokenInput } from "../schema";
import { presentToken } from "./present-token";
import { makeTokenText } from "./token-text";

const DAY_MS = 86_400_000;

/**
 * Makes a token for a connection's directory and shows it this once; only its hash is kept. Two live at a time, so that
 * a new one can be entered at the provider before the old one is revoked.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required; NotFoundError;
 *   ConflictError scim_off, scim_tokens_full
 */
export async function issueToken(
  ctx: TenantContext,
  connectionId: string,
  raw: ScimTokenInput,
): Promise<NewScimTokenDto> {
  const actor = assertManager(ctx, { recent: true });
  await assertAdminRank(ctx);
  const { expires_in_days: days } = scimTokenInput.parse(raw);
  const tenantId = ctx.tenant.id;
  const text = makeTokenText();
  return withSystem(async (tx) => {
    // Of two at once, the second sees the first one's token.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('scim-token:' || ${connectionId}, 0))::text`;
    const connection = await findOwn(tx, ctx, connectionId);
    const directory = await tx.scimDirectory.findFirst({
      where: { tenantId, connectionId, enabled: true },
      select: { connectionId: true },
    });
    if (!directory) throw new ConflictError("Switch directory sync on first.", { reason: "scim_off" });
    const live = await tx.scimToken.count({
      where: { tenantId, connectionId, revokedAt: null, expiresAt: { gt: new Date() } },
    });
    if (live >= MAX_LIVE_TOKENS) {
      const message = `There are ${MAX_LIVE_TOKENS} tokens already: revoke one first.`;
      throw new ConflictError(message, { reason: "scim_tokens_full" });
    }
    const row = await tx.scimToken.create({
      data: {
        id: newId(),
        tenantId,
        connectionId,
        tokenHash: hashToken(text),
        lastFour: text.slice(-4),
        createdBy: actor.userId,
        createdByName: actorName(actor).slice(0, 255),
        expiresAt: new Date(Date.now() + days * DAY_MS),
      },
    });
    await recordEvent(tx, ctx, {
      action: "scim.token_created",
      target: { type: "scim_token", id: row.id, label: connection.name },
      after: { connection_id: connectionId, last_four: row.lastFour, expires_at: row.expiresAt },
    });
    return { ...presentToken(row), token: text };
  });
}
