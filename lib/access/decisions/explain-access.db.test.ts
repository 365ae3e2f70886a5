import { beforeAll, expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { setMemberRoles } from "../members/set-member-roles";
import { explainAccess } from "./explain-access";
import { visibleFixes } from "./visible-fixes";

let tenant: TestTenant;
let admin: TenantContext;
let vera: TestUser;

beforeAll(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  vera = await makeUser({ firstName: "Vera" });
  await addMember(tenant, vera, "viewer");
  admin = await makeContext(tenant, tenant.owner);
});

const gateOf = (explanation: Awaited<ReturnType<typeof explainAccess>>, gate: string) =>
  explanation.steps.find((step) => step.gate === gate);

test("says which role gives, which denies, what would change it and who can", async () => {
  const yes = await explainAccess(admin, { member_id: vera.id, permission: "agents:read" });
  expect(yes).toMatchObject({
    allowed: true,
    reason: null,
    fixes: [],
    roles: [{ role: "viewer", effect: "allow" }],
  });
  const no = await explainAccess(admin, { member_id: vera.id, permission: "agents:create" });
  expect(no).toMatchObject({ allowed: false, reason: "role_lacks_permission", code: "permission_denied" });
  expect(no.fixes).toMatchObject([
    {
      kind: "give_role",
      roles: [{ key: "tenant_admin" }, { key: "agent_manager" }],
      who: [{ email: tenant.owner.email }],
    },
  ]);
  const gag = await createRole(admin, { name: "Gag", permissions: ["tenant:read"], denied: ["agents:read"] });
  await setMemberRoles(admin, vera.id, { roles: [{ role: "viewer" }, { role: gag.key }] });
  const denied = await explainAccess(admin, { member_id: vera.id, permission: "agents:read" });
  expect(denied.roles).toMatchObject([
    { role: "gag", effect: "deny" },
    { role: "viewer", effect: "allow" },
  ]);
  expect(denied.fixes).toMatchObject([{ kind: "change_denying_role", roles: [{ key: "gag", name: "Gag" }] }]);
  await updateMember(admin, vera.id, { role: "viewer" });
});

test("shows every gate after the first refusal, and the account's part", async () => {
  const free = await makeTenant({ billingState: "restricted" });
  const ctx = await makeContext(free, free.owner);
  const explanation = await explainAccess(ctx, { member_id: free.owner.id, permission: "roles:manage" });
  expect(explanation.reason).toBe("payment_past_due");
  expect(gateOf(explanation, "roles")?.outcome).toBe("pass");
  expect(gateOf(explanation, "billing")?.outcome).toBe("deny");
  expect(gateOf(explanation, "feature")).toMatchObject({ outcome: "deny", reason: "plan_lacks_feature" });
  expect(explanation.fixes.map(({ kind }) => kind)).toEqual(["pay", "upgrade_plan"]);
  const billing = await explainAccess(ctx, { member_id: free.owner.id, permission: "billing:manage" });
  expect(billing).toMatchObject({ allowed: true, account_role: { role: "owner", allows: true } });
});

test("a key is explained by its maker's roles and its own scopes", async () => {
  const key = await createApiKey(admin, { name: "Reader", scopes: ["agents:read"] });
  const yes = await explainAccess(admin, { api_key_id: key.id, permission: "agents:read" });
  expect(yes.allowed).toBe(true);
  const no = await explainAccess(admin, { api_key_id: key.id, permission: "agents:update" });
  expect(no).toMatchObject({ allowed: false, reason: "key_lacks_scope" });
  expect(gateOf(no, "roles")?.outcome).toBe("pass");
});

test("somebody deactivated, somebody elsewhere, and who may ask", async () => {
  const gone = await makeUser();
  await addMember(tenant, gone, "developer");
  await updateMember(admin, gone.id, { status: "suspended" });
  expect(await explainAccess(admin, { member_id: gone.id, permission: "agents:read" })).toMatchObject({
    allowed: false,
    reason: "member_inactive",
  });
  const other = await makeTenant();
  for (const id of [other.owner.id, newId()]) {
    await expect(explainAccess(admin, { member_id: id, permission: "agents:read" })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  const stranger = await makeContext(tenant, other.owner);
  await expect(
    explainAccess(stranger, { member_id: vera.id, permission: "agents:read" }),
  ).rejects.toMatchObject({ code: "permission_denied" });
  await expect(explainAccess(admin, { member_id: vera.id, permission: "agents:fly" })).rejects.toMatchObject({
    code: "validation_failed",
  });
});

test("the key's own addresses and what single sign-on takes of the account are in the answer", async () => {
  const key = await createApiKey(admin, {
    name: "Bound",
    scopes: ["agents:read"],
    ip_allowlist: ["192.0.2.0/24"],
  });
  const ask = (ip?: string) =>
    explainAccess(admin, { api_key_id: key.id, permission: "agents:read", ...(ip && { ip }) });
  const open = await ask();
  expect([open.allowed, gateOf(open, "policy")?.depends_on]).toEqual([true, ["address"]]);
  expect((await ask("192.0.2.7")).allowed).toBe(true);
  const away = await ask("198.51.100.7");
  expect(away).toMatchObject({ allowed: false, reason: "key_address_not_allowed" });
  expect(away.fixes).toMatchObject([{ kind: "change_key_addresses" }]);
  const billing = { member_id: tenant.owner.id, permission: "billing:manage", sso: "yes" } as const;
  expect((await explainAccess(admin, billing)).allowed).toBe(true);
  await makeTenant({ accountId: tenant.accountId });
  expect((await explainAccess(admin, billing)).allowed).toBe(false);
  expect((await explainAccess(admin, { ...billing, sso: "no" })).allowed).toBe(true);
});

test("who lacks a permission learns neither factors nor names that it guards", async () => {
  const bea = await makeUser();
  await addMember(tenant, bea, "viewer");
  await setPolicy(tenant.id, {
    mfa: { required: true, grace_days: 0 },
    mfa_since: "2026-01-01T00:00:00Z",
  });
  await systemPool().query(
    "update platform.user_tenants set created_at = now() - interval '30 days' where tenant_id = $1",
    [tenant.id],
  );
  const query = { member_id: vera.id, permission: "agents:read" };
  expect(await explainAccess(admin, query)).toMatchObject({ allowed: false, reason: "mfa_required" });
  const seen = await explainAccess(await makeContext(tenant, bea), query);
  expect(gateOf(seen, "policy")).toMatchObject({
    outcome: "skip",
    facts: { hidden: "security:read" },
    depends_on: ["address", "second_factor", "sign_in_method"],
  });
  const fixes = [
    {
      kind: "give_role" as const,
      roles: [{ key: "a", name: "A" }],
      who: [{ name: "B", email: "b@c.test" }],
      plan: null,
      feature: null,
    },
  ];
  const narrow = await makeKeyContext(tenant, tenant.owner, ["agents:read"]);
  expect(visibleFixes(narrow, fixes)).toMatchObject([{ roles: [], who: [] }]);
  expect(visibleFixes(admin, fixes)).toEqual(fixes);
});
