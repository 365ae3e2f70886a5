import "server-only";
import type { UserContext } from "@/lib/core/context";
import { parseHost, rootUrl } from "@/lib/tenancy/hosts";
import { tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { listProviders } from "../providers/list-providers";
import { PROVIDER_NAMES, type ProviderId } from "../providers/provider-ids";
import { safeNextPath } from "../safe-next-path";
import type { SignInAgain } from "../schema";

/**
 * Where somebody proves who they are who has nothing that we could ask for: the provider that signed them in, and from
 * there back to `next` on the host that they came from. Null where nobody else vouches for them.
 */
export async function findSignInAgain(
  ctx: UserContext,
  input: { host: string; next?: string | undefined },
): Promise<SignInAgain["again"]> {
  const to = await targetOf(input.host);
  const next = safeNextPath(input.next);
  const back = { ...(to && { to }), ...(next && { next }) };
  return withSystem(async (tx) => {
    const { ssoConnectionId } = ctx.actor;
    if (ssoConnectionId) {
      const connection = await tx.ssoConnection.findFirst({
        where: { id: ssoConnectionId, status: "enabled" },
        select: { name: true },
      });
      const query = new URLSearchParams({ connection: ssoConnectionId, ...back });
      return connection && { name: connection.name, url: rootUrl(`/api/auth-flows/sso/start?${query}`) };
    }
    const provider = await findProvider(tx, ctx);
    if (!provider) return null;
    const query = new URLSearchParams({ with: provider, again: "1", ...back });
    return { name: PROVIDER_NAMES[provider], url: rootUrl(`/sign-in?${query}`) };
  });
}

/** What signing in calls the host: nothing on the root host, `admin`, a slug or a workspace's own name. */
async function targetOf(hostHeader: string): Promise<string | null> {
  const host = parseHost(hostHeader);
  switch (host.kind) {
    case "root":
      return null;
    case "admin":
      return "admin";
    case "tenant":
      return host.slug;
    case "unknown":
      return (await tenantOfDomain(hostHeader)) === null ? null : hostHeader;
    default:
      return host satisfies never;
  }
}

/** The one that opened this session, else any that this person has connected. */
async function findProvider(tx: SystemTx, ctx: UserContext): Promise<ProviderId | null> {
  const { userId, sessionId } = ctx.actor;
  const available = listProviders();
  const rows = await tx.identity.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
  const own = available.filter((id) => rows.some(({ provider }) => provider === id));
  const session = await tx.session.findUnique({ where: { id: sessionId }, select: { method: true } });
  return own.find((id) => id === session?.method) ?? own[0] ?? null;
}
