import { buildContext } from "@/lib/access/build-context";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { tenantPermissions } from "@/lib/access/tenant-permissions";
import type { AccountRole, Actor, TenantContext, UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import type { TestTenant, TestUser } from "./make-tenant";

const INFO = { ip: "192.0.2.10", userAgent: "test" };

/** The context that a request of this person to this tenant would get, read afresh. */
export async function makeContext(
  tenant: Pick<TestTenant, "id">,
  user: TestUser,
  actor?: Actor,
): Promise<TenantContext> {
  const [facts, grants] = await Promise.all([lookUpTenant(tenant.id), tenantPermissions(tenant.id, user.id)]);
  if (!facts) throw new Error("no such tenant");
  const account = await withSystem((tx) =>
    tx.accountMember.findUnique({
      where: { accountId_userId: { accountId: facts.accountId, userId: user.id } },
    }),
  );
  return buildContext({
    ...INFO,
    requestId: newId(),
    actor: actor ?? makeUserContext(user).actor,
    tenant: facts,
    rolePermissions: grants?.status === "active" ? grants.permissions : [],
    accountRole: (account?.role as AccountRole | undefined) ?? null,
  });
}

/** The context of a key that this person made. */
export function makeKeyContext(
  tenant: Pick<TestTenant, "id">,
  creator: TestUser,
  scopes: readonly string[],
  ipAllow: readonly string[] = [],
): Promise<TenantContext> {
  return makeContext(tenant, creator, {
    type: "api_key",
    apiKeyId: newId(),
    name: "test key",
    kind: "api_key",
    createdBy: creator.id,
    serviceAccountId: null,
    scopes,
    roles: null,
    ipAllow,
    ownRate: null,
  });
}

/** The context of a signed-in person on the root host. */
export function makeUserContext(user: TestUser): UserContext {
  return {
    ...INFO,
    requestId: newId(),
    locale: "en",
    actor: {
      type: "user",
      userId: user.id,
      sessionId: newId(),
      email: user.email,
      name: user.name,
      platformRole: "user",
      authAt: new Date(),
      mfaAt: null,
    },
  };
}
