import "server-only";
import type { RequestInfo, UserContext } from "@/lib/core/context";
import { hashToken } from "@/lib/infra/tokens";
import { tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { personContext } from "../person-context";
import { isSsoMethod } from "./sso-method";

/**
 * The person of a session that single sign-on has just begun, on its way through the root host to `to`: only where
 * that is its connection's own workspace.
 */
export async function findSsoSession(
  info: RequestInfo,
  input: { sid: string; to: string },
): Promise<UserContext | null> {
  const slug = input.to.includes(".") ? await tenantOfDomain(input.to) : input.to;
  if (slug === null) return null;
  const session = await withSystem(async (tx) => {
    const row = await tx.session.findUnique({
      where: { sidHash: hashToken(input.sid), revokedAt: null },
      include: { user: true },
    });
    if (!row || row.absoluteExpiresAt <= new Date() || !isSsoMethod(row.method)) return null;
    const own = await tx.ssoConnection.count({
      where: { id: row.method.slice(4), status: "enabled", tenant: { is: { slug } } },
    });
    return own === 1 && row.user.status === "active" ? row : null;
  });
  if (!session) return null;
  const ctx = personContext(info, session.user, session.id);
  return {
    ...ctx,
    actor: {
      ...ctx.actor,
      ssoConnectionId: session.method.slice(4),
      authAt: session.authAt,
      mfaAt: session.mfaAt,
    },
  };
}
