import "server-only";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { adminUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { domainUrl, tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { safeNextPath } from "../safe-next-path";
import { issueToken } from "../tokens/issue-token";

const TTL_SECONDS = 60;

/**
 * Lets a session of the root host be taken over by one other host: a single-use code of 60 s, bound to that host, to
 * the session row and, through `state`, to the browser that began there. The other host gets a key of its own, with what
 * this one has proved. Returns the address to go to.
 * @throws NotFoundError for a workspace the person may not open, whether or not it exists
 */
export async function createHandOff(
  ctx: UserContext,
  input: { to: string; next?: string | null | undefined; state: string },
): Promise<string> {
  const next = safeNextPath(input.next);
  const { userId, sessionId, authAt, mfaAt } = ctx.actor;
  return withSystem(async (tx) => {
    const target = await allowedTarget(tx, ctx, input.to);
    const code = await issueToken(tx, {
      kind: "handoff",
      userId,
      sessionId,
      ttlSeconds: TTL_SECONDS,
      audience: target.host,
      payload: () => ({
        state: input.state,
        auth_at: authAt.toISOString(),
        ...(mfaAt && { mfa_at: mfaAt.toISOString() }),
      }),
    });
    target.pathname = "/api/auth-flows/accept-hand-off";
    target.search = new URLSearchParams({ code, ...(next && { next }) }).toString();
    return target.toString();
  });
}

async function allowedTarget(tx: SystemTx, ctx: UserContext, to: string): Promise<URL> {
  const { userId, platformRole, mfaAt } = ctx.actor;
  if (to === "admin") {
    if (platformRole !== "super_admin" || mfaAt === null) throw new NotFoundError("workspace");
    return new URL(adminUrl());
  }
  const slug = to.includes(".") ? await tenantOfDomain(to) : to;
  const opened = await tx.$executeRaw`
    update platform.user_tenants u set last_opened_at = now() from platform.tenants t
    where t.id = u.tenant_id and t.slug = ${slug} and t.status <> 'erased'
      and u.user_id = ${userId}::uuid and u.status = 'active'`;
  if (opened === 0) throw new NotFoundError("workspace");
  return new URL(slug === to ? tenantUrl(to) : domainUrl(to));
}
