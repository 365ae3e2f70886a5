import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { ROLE_PERMISSION_KEYS, type SystemRoleKey } from "@/lib/access/permissions";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { cellOf } from "@/lib/tenancy/cells/cell-of";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type FilledTenant, fillInCell, fillTenant } from "./canaries/fill-tenant";
import type { Hosts } from "./cases/cases-of";
import { supportCookie } from "./support-cookie";

/** Somebody who tries to reach tenant B and must not. */
export type Principal = {
  name: string;
  user?: TestUser;
  mfa?: boolean;
  key?: string;
  /** The tenant whose host they come from; A without it. */
  home?: "c" | "d";
  /** Staff who act in this person's place, in this tenant. */
  support?: "read" | "write";
};

/** Ids that belong to tenant B, by the kind of thing they name. */
export type ForeignIds = Record<string, string>;

export type World = {
  a: TestTenant;
  b: TestTenant;
  c: TestTenant;
  d: TestTenant;
  principals: Principal[];
  /** Tenant B's own admin: what a leak would look like. */
  insider: Principal;
  foreign: ForeignIds;
  /** Tenant A's ids under the same names: own parents of foreign children. */
  own: ForeignIds;
  /** What the catalogue-driven filling found and could not fill. */
  filled: FilledTenant;
  /** Text that occurs in tenant B's data and nowhere else. */
  canary: string;
  /** Tenant B's name: a canary of its own, as its sign-in page shows it to everybody. */
  publicName: string;
};

/** Where A and B live: a cell in a database of its own; C and D stay in the main one. */
export type FarCell = { name: string; superUrl: string };

const UNLIMITED = { tenants: null, agents: null, api_calls: null, api_rate: 1_000_000 };

/** Four tenants (B is the target, C suspended, D in deletion), and every kind of caller that has no right to B. */
export async function makeWorld(superUrl: string, far?: FarCell): Promise<World> {
  const canary = `CANARY-B-${newId().slice(-12)}`;
  const [a, b, c, d] = await Promise.all([
    makeTenant({ planKey: "enterprise", limits: UNLIMITED, ...(far && { cell: far.name }) }),
    makeTenant({ planKey: "enterprise", limits: UNLIMITED, ...(far && { cell: far.name }) }),
    makeTenant({ planKey: "enterprise", limits: UNLIMITED, status: "suspended" }),
    makeTenant({ planKey: "enterprise", limits: UNLIMITED, status: "offboarding" }),
  ]);
  const known = await addKnownRows(b, canary);
  const own = await addKnownRows(a, "own data of A");
  const fill = (tenant: TestTenant, text: string) => {
    const options = { superUrl, tenant, canary: text };
    return far ? fillInCell({ ...options, cellUrl: far.superUrl }) : fillTenant(options);
  };
  const filled = await fill(b, canary);
  const filledA = await fill(a, `OWN-A-${canary.slice(-12)}`);
  const publicName = `NAME-OF-B-${newId().slice(-12)}`;
  await ownerPool().query("update platform.tenants set name = $2 where id = $1", [b.id, publicName]);
  const principals = [...(await makePeople(a, c, d)), ...(await makeKeys(a))];
  return {
    ...{ a, b, c, d, principals, filled, canary, publicName },
    insider: { name: "insider", user: b.owner },
    foreign: { ...filled.ids, ...known },
    own: { ...filledA.ids, ...own },
  };
}

async function addKnownRows(tenant: TestTenant, canary: string): Promise<ForeignIds> {
  const member = await makeUser({ firstName: canary });
  await addMember(tenant, member, "viewer");
  const ctx = await makeContext(tenant, tenant.owner);
  const key = await createApiKey(ctx, { name: canary, scopes: ["agents:read"] });
  const ids = { agent: newId(), invitation: newId(), event: newId() };
  const roleId = await withTenant({ tenantId: tenant.id }, async (tx) => {
    const role = await tx.role.findFirstOrThrow({ where: { tenantId: tenant.id, systemKey: "viewer" } });
    await tx.agentInstance.create({
      data: { id: ids.agent, catalogueKey: "StrategiePartner", name: canary, createdByName: canary },
    });
    await tx.invitation.create({
      data: {
        tenantId: tenant.id,
        id: ids.invitation,
        email: `${canary.toLowerCase().replaceAll(" ", "-")}@example.test`,
        roleId: role.id,
        tokenHash: hashToken(newToken()),
        invitedBy: tenant.owner.id,
        invitedByName: canary,
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    });
    return role.id;
  });
  await withSystem((tx) =>
    tx.subscription.create({
      data: {
        id: newId(),
        accountId: tenant.accountId,
        stripeSubscriptionId: `sub_${canary}_${tenant.slug}`,
        planType: "enterprise",
      },
      select: { id: true },
    }),
  );
  await ownerPool().query("update platform.users set tenant_id = $2 where id = $1", [
    tenant.owner.id,
    tenant.id,
  ]);
  const subscription = await withSystem((tx) =>
    tx.subscription.findFirstOrThrow({ where: { accountId: tenant.accountId } }),
  );
  return {
    ...ids,
    tenant: tenant.id,
    member: member.id,
    owner: tenant.owner.id,
    apiKey: key.id,
    role: roleId,
    account: tenant.accountId,
    subscription: subscription.id,
  };
}

async function makePeople(a: TestTenant, c: TestTenant, d: TestTenant): Promise<Principal[]> {
  const roles: SystemRoleKey[] = ["viewer", "developer", "agent_manager", "tenant_admin"];
  const members = await Promise.all(
    roles.map(async (role) => {
      const user = await makeUser();
      await addMember(a, user, role);
      return { name: role, user };
    }),
  );
  const [stranger, invited, suspended, former, custom, both, deleted, staff, weakStaff, unverified] =
    await Promise.all(Array.from({ length: 10 }, () => makeUser()));
  if (
    !stranger ||
    !invited ||
    !suspended ||
    !former ||
    !custom ||
    !both ||
    !deleted ||
    !staff ||
    !weakStaff ||
    !unverified
  )
    return [];
  for (const user of [suspended, former, custom, both]) await addMember(a, user, "viewer");
  await addMember(c, both, "tenant_admin");
  await addMember(d, deleted, "tenant_admin");
  await withSystem(async (tx) => {
    await tx.user.updateMany({
      where: { id: { in: [staff.id, weakStaff.id] } },
      data: { platformRole: "super_admin" },
    });
    await tx.user.update({
      where: { id: unverified.id },
      data: { emailVerifiedAt: null },
      select: { id: true },
    });
  });
  await withCell(await cellOf({ tenantId: a.id }), async (tx) => {
    const place = (user: TestUser) => ({ tenantId_userId: { tenantId: a.id, userId: user.id } });
    await tx.membership.update({ where: place(suspended), data: { status: "suspended" } });
    await tx.membership.update({ where: place(former), data: { status: "removed" } });
    const roleId = newId();
    await tx.role.create({ data: { tenantId: a.id, id: roleId, key: "everything", name: "Everything" } });
    await tx.rolePermission.createMany({
      data: ROLE_PERMISSION_KEYS.map((permissionKey) => ({ tenantId: a.id, roleId, permissionKey })),
    });
    await tx.roleBinding.create({
      data: { tenantId: a.id, id: newId(), subjectType: "user", subjectId: custom.id, roleId },
    });
  });
  return [
    { name: "anonymous" },
    { name: "stranger", user: stranger },
    { name: "invited", user: invited },
    ...members,
    { name: "owner", user: a.owner },
    { name: "custom_role", user: custom },
    { name: "suspended_member", user: suspended },
    { name: "former_member", user: former },
    { name: "member_of_a_and_c", user: both },
    { name: "admin_of_suspended", user: both, home: "c" },
    { name: "admin_of_deleted", user: deleted, home: "d" },
    { name: "unverified", user: unverified },
    { name: "super_admin_without_mfa", user: weakStaff },
    { name: "super_admin", user: staff, mfa: true },
    { name: "staff_in_owners_place", user: a.owner, support: "write" },
  ];
}

async function makeKeys(a: TestTenant): Promise<Principal[]> {
  const ctx = await makeContext(a, a.owner);
  const all = [...ctx.permissions].filter((permission) => !permission.startsWith("api_keys:create"));
  const make = async (name: string, scopes: string[]) => {
    const key = await createApiKey(ctx, { name, scopes });
    return { name, key: key.key, id: key.id };
  };
  const keys = await Promise.all([
    make("key_full", all),
    make(
      "key_read",
      all.filter((permission) => permission.endsWith(":read")),
    ),
    make("key_wrong_scope", ["usage:record"]),
    make("key_expired", all),
    make("key_revoked", all),
  ]);
  await ownerPool().query(
    "update platform.api_key_directory set expires_at = now() - interval '1 hour' where api_key_id = $1",
    [keys[3]?.id],
  );
  await ownerPool().query("update platform.api_key_directory set revoked_at = now() where api_key_id = $1", [
    keys[4]?.id,
  ]);
  return keys;
}

/** A fresh session of the principal as the Cookie header of `host`; attempts may end sessions, so none is shared. */
export async function cookieFor(principal: Principal, host: string): Promise<string | undefined> {
  const { user } = principal;
  if (!user) return undefined;
  if (principal.support) return supportCookie(user, principal.support, host);
  const { sid } = await withSystem((tx) =>
    createSession(tx, {
      userId: user.id,
      method: "password",
      mfa: principal.mfa ?? false,
      info: { requestId: newId(), ip: "192.0.2.1", userAgent: "proof" },
    }),
  );
  return (await sealSession(sid, host)).split(";")[0];
}

/** Host headers of a server whose root is `root`. */
export function hostsOf({ a, b, c, d }: World, root: string): Hosts {
  const of = (slug: string) => `${slug}.${root}`;
  return { root, admin: of("admin"), a: of(a.slug), b: of(b.slug), c: of(c.slug), d: of(d.slug) };
}
