import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { addSsoKey } from "@/lib/auth/sso/keys/add-sso-key";
import { defaultAttributes } from "@/lib/auth/sso/schema";
import type { TenantContext } from "@/lib/core/context";
import { LimitError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { type CreateConnectionInput, createConnectionInput, type SsoConnectionDto } from "../schema";
import { assertManager, findOwn, presentConnection } from "./own-connection";

const MAX_CONNECTIONS = 5;

/**
 * Begins a connection: a draft with addresses of its own, which the provider is told before it tells us its side.
 * @throws DomainError permission_denied, feature_unavailable; LimitError
 */
export async function createConnection(
  ctx: TenantContext,
  raw: CreateConnectionInput,
): Promise<SsoConnectionDto> {
  const actor = assertManager(ctx, { recent: false });
  const { kind, preset, name } = createConnectionInput.parse(raw);
  const tenantId = ctx.tenant.id;
  // Our certificate is in the metadata from the start.
  if (kind === "saml") await addSsoKey(tenantId, "current");
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('sso:' || ${tenantId}, 0))::text`;
    if ((await tx.ssoConnection.count({ where: { tenantId } })) >= MAX_CONNECTIONS) {
      throw new LimitError("sso_connections", `A workspace has at most ${MAX_CONNECTIONS} connections.`);
    }
    const id = newId();
    await tx.ssoConnection.create({
      data: {
        id,
        tenantId,
        kind,
        preset,
        name,
        attributes: defaultAttributes(kind, preset),
        createdBy: actor.userId,
      },
      select: { id: true },
    });
    await recordEvent(tx, ctx, {
      action: "sso.connection_created",
      target: { type: "sso_connection", id, label: name },
      after: { kind, preset, name },
    });
    return presentConnection(await findOwn(tx, ctx, id));
  });
}
