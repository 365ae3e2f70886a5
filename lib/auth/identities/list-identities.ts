import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { listProviders } from "../providers/list-providers";
import { PROVIDER_IDS } from "../providers/provider-ids";
import { countWays } from "./count-ways";
import type { OwnIdentities } from "./schema";

/** The own identities of providers, where single sign-on knows the person, and what may be connected besides. */
export async function listIdentities(ctx: UserContext): Promise<OwnIdentities> {
  const { userId } = ctx.actor;
  return withSystem(async (tx) => {
    const rows = await tx.identity.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
    const sso = await tx.ssoIdentity.findMany({
      where: { userId, connection: { tenant: { is: { status: { not: "erased" } } } } },
      include: { connection: { select: { name: true, tenant: { select: { name: true } } } } },
      orderBy: { createdAt: "asc" },
      take: 50,
    });
    const [ways, available] = [await countWays(tx, userId), listProviders()];
    return {
      data: rows.flatMap((row) => {
        const provider = PROVIDER_IDS.find((id) => id === row.provider);
        if (!provider) return [];
        return {
          id: row.id,
          provider,
          label: row.label,
          connected_at: row.createdAt.toISOString(),
          removable: ways > (available.includes(provider) ? 1 : 0),
        };
      }),
      workspaces: sso.map(({ connection, lastSignInAt }) => ({
        workspace: connection.tenant.name,
        connection: connection.name,
        last_sign_in_at: lastSignInAt?.toISOString() ?? null,
      })),
      available,
    };
  });
}
