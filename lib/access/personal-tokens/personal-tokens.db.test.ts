import { beforeEach, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { POST as makeToken } from "@/app/api/v1/personal-tokens/route";
import { listApiKeys } from "@/lib/access/api-keys/list-api-keys";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import { updateApiKey } from "@/lib/access/api-keys/update-api-key";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { removeMember } from "@/lib/access/members/remove-member";
import { updateMember } from "@/lib/access/members/update-member";
import { createSession } from "@/lib/auth/create-session";
import { reportSignIn } from "@/lib/auth/devices/report-sign-in";
import { issueToken } from "@/lib/auth/tokens/issue-token";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createPersonalToken } from "./create-personal-token";
import { listPersonalTokens } from "./list-personal-tokens";
import { revokePersonalToken } from "./revoke-personal-token";
import { settleEndedTokens } from "./settle-ended-tokens";

const INFO = { requestId: "test", ip: "192.0.2.10", userAgent: "test" };
let tenant: TestTenant;
let admin: TenantContext;
let dana: TestUser;
let dev: TenantContext;
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  admin = await makeContext(tenant, tenant.owner);
  dana = await makeUser();
  await addMember(tenant, dana, "developer");
  dev = await makeContext(tenant, dana);
});
const make = (ctx = dev) => createPersonalToken(ctx, { name: "Script", scopes: ["agents:read"] });
const status = async (key: string) => (await callRoute(agents, { key })).status;

test("a person's own token does what they may, in this workspace, and only they and admins see it", async () => {
  const { id, key, expires_at: end } = await make();
  expect(key).toMatch(/^atp_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
  expect((Date.parse(end ?? "") - Date.now()) / 86_400_000).toBeCloseTo(90, 2);
  expect(await status(key)).toBe(200);
  expect((await listPersonalTokens(dev, {})).data).toMatchObject([{ id, kind: "personal" }]);
  expect((await listApiKeys(admin, {})).data).toMatchObject([{ id, kind: "personal" }]);
  const other = await makeUser();
  await addMember(tenant, other, "developer");
  const colleague = await makeContext(tenant, other);
  expect((await listApiKeys(colleague, {})).data).toEqual([]);
  await expect(revokePersonalToken(colleague, id)).rejects.toMatchObject({ code: "not_found" });
  const personal = { details: { reason: "personal_token" } };
  await expect(updateApiKey(admin, id, { name: "Mine" })).rejects.toMatchObject(personal);
  await expect(rotateApiKey(admin, id, {})).rejects.toMatchObject(personal);
  expect((await rotateApiKey(dev, id, { overlap_hours: 0 })).key).toMatch(/^atp_live_/);
  await expect(createPersonalToken(dev, { name: "x", scopes: ["members:remove"] })).rejects.toMatchObject({
    details: { reason: "scope_not_held" },
  });
  const { key: second, id: secondId } = await make();
  expect(
    (await callRoute(makeToken, { key: second, body: { name: "x", scopes: ["agents:read"] } })).status,
  ).toBe(403);
  await revokeApiKey(admin, secondId);
  expect(await status(second)).toBe(401);
  const { key: third, id: thirdId } = await make();
  await revokePersonalToken(dev, thirdId);
  expect(await status(third)).toBe(401);
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const seen = await makeContext(tenant, viewer);
  await expect(make(seen)).rejects.toMatchObject({ code: "permission_denied" });
  expect((await listPersonalTokens(seen, {})).data).toEqual([]);
  const late = { ...makeUserContext(dana).actor, authAt: new Date(Date.now() - 3_600_000) };
  await expect(make(await makeContext(tenant, dana, late))).rejects.toMatchObject({
    code: "step_up_required",
  });
});

test("it dies with the membership and does not come back with it", async () => {
  const first = await make();
  await updateMember(admin, dana.id, { status: "suspended" });
  await updateMember(admin, dana.id, { status: "active" });
  expect(await status(first.key)).toBe(401);
  expect(await explainAccess(admin, { api_key_id: first.id, permission: "agents:read" })).toMatchObject({
    reason: "key_revoked",
  });
  const second = await make();
  await removeMember(admin, dana.id);
  expect(await status(second.key)).toBe(401);
  expect((await listApiKeys(admin, { status: "active" })).data).toEqual([]);
  const ended = (await listApiKeys(admin, {})).data.map(({ id, status }) => [id, status]);
  expect(ended).toEqual([
    [second.id, "revoked"],
    [first.id, "revoked"],
  ]);
  const actions = await tenantActions(tenant.id);
  expect(actions.filter((action) => action === "api_key.revoked")).toHaveLength(2);
});

test("who says of a sign-in that it was not them loses every token at once, in the books a moment later", async () => {
  const { key } = await make();
  const alarm = await withSystem(async (tx) => {
    const session = await createSession(tx, { userId: dana.id, method: "password", mfa: false, info: INFO });
    return issueToken(tx, { kind: "session_alarm", userId: dana.id, sessionId: session.id, ttlSeconds: 60 });
  });
  await reportSignIn(INFO, { token: alarm });
  expect(await status(key)).toBe(401);
  await settleEndedTokens();
  expect((await listApiKeys(admin, {})).data).toMatchObject([{ status: "revoked" }]);
  expect(await tenantActions(tenant.id)).toEqual(["api_key.created", "api_key.revoked"]);
  expect(await settleEndedTokens()).toBe(0);
  const ids = [(await make()).id, (await make()).id];
  const end = "update platform.api_key_directory set revoked_at = now() where api_key_id = any($1)";
  await systemPool().query(end, [ids]);
  // One a page: those that are settled stand before none that is not.
  expect(await settleEndedTokens(1)).toBe(2);
});

test("twenty at most, however many are made at once", async () => {
  await systemPool().query(
    `insert into shared.api_keys (tenant_id, id, key_id, name, last_four, scopes, lineage_id, created_by, kind, expires_at)
     select $1, gen_random_uuid(), 'proof-' || n || '-' || $3, 'x', 'abcd', '{}', gen_random_uuid(), $2, 'personal', now() + interval '1 day'
     from generate_series(1, 18) n`,
    [tenant.id, dana.id, newId().slice(-8)],
  );
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => make()));
  const made = tries.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(made).toHaveLength(2);
  const rotate = (id: string, overlap_hours: number) => rotateApiKey(dev, id, { overlap_hours });
  const [one] = made;
  await expect(rotate(one?.id ?? "", 1)).rejects.toMatchObject({ details: { reason: "too_many_tokens" } });
  await rotate(one?.id ?? "", 0);
});
