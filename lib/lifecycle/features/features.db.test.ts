import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PUT as adminPut } from "@/app/api/v1/admin/feature-flags/[feature]/route";
import { GET as adminList } from "@/app/api/v1/admin/feature-flags/route";
import { GET as listAgentsRoute } from "@/app/api/v1/agents/route";
import { GET as exportRoute } from "@/app/api/v1/usage/export/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createAgent } from "@/lib/agents/create-agent";
import { listFeatureFlags } from "@/lib/back-office/features/list-feature-flags";
import { updateFeatureFlag } from "@/lib/back-office/features/update-feature-flag";
import type { StaffContext } from "@/lib/core/context";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { TOGGLE_KEYS, type ToggleKey } from "@/lib/entitlements/toggles";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeSuperAdmin } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { listFeatures } from "./list-features";
import { setFeature } from "./set-feature";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "enterprise" });
});
afterEach(async () => {
  await systemPool().query("delete from platform.feature_flags");
});

const admin = () => makeContext(tenant, tenant.owner);
const off = async (feature: ToggleKey) => setFeature(await admin(), feature, { enabled: false });
const refused = { code: "permission_denied", details: { reason: "feature_switched_off" } };

async function staff(): Promise<StaffContext> {
  const { actor, ...rest } = makeUserContext(await makeSuperAdmin());
  return { ...rest, actor: { ...actor, platformRole: "super_admin", mfaAt: new Date() } };
}

const actions = () => tenantActions(tenant.id);

describe("a switch stops what it names, from the next request on", () => {
  test("API access: calls with keys and new keys", async () => {
    const { key } = await createApiKey(await admin(), { name: "Key", scopes: ["agents:read"] });
    expect((await callRoute(listAgentsRoute, { key })).status).toBe(200);
    await off("api_access");
    const answer = await callRoute(listAgentsRoute, { key });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ reason: "feature_switched_off", subject: "api_access" });
    await expect(
      createApiKey(await admin(), { name: "Other", scopes: ["agents:read"] }),
    ).rejects.toMatchObject(refused);
    await setFeature(await admin(), "api_access", { enabled: true });
    expect((await callRoute(listAgentsRoute, { key })).status).toBe(200);
  });

  test("adding agents", async () => {
    await off("agents_catalogue");
    const input = { name: "Checker", catalogue_key: "quality_guardian" };
    await expect(createAgent(await admin(), input)).rejects.toMatchObject(refused);
  });

  test("inviting several people at once, not one", async () => {
    await off("bulk_invitations");
    const invitations = ["a", "b"].map((name) => ({
      email: `${name}-${tenant.slug}@example.test`,
      role: "viewer",
    }));
    await expect(inviteMembers(await admin(), { invitations })).rejects.toMatchObject(refused);
    const one = await inviteMembers(await admin(), { invitations: invitations.slice(0, 1) });
    expect(one.data).toHaveLength(1);
  });

  test("usage export", async () => {
    const { key } = await createApiKey(await admin(), { name: "Key", scopes: ["usage:read"] });
    const query = "?meter=api_calls&interval=day&from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z";
    expect((await callRoute(exportRoute, { key, query })).status).toBe(200);
    await off("usage_export");
    expect((await callRoute(exportRoute, { key, query })).status).toBe(403);
  });

  test("every switch reaches the context of the next request", async () => {
    for (const feature of TOGGLE_KEYS) {
      expect(hasFeature((await admin()).tenant.entitlements, feature)).toBe(true);
      await off(feature);
      expect(hasFeature((await admin()).tenant.entitlements, feature)).toBe(false);
    }
  });
});

describe("the workspace's side", () => {
  test("is recorded once a change, with who did it", async () => {
    await off("usage_export");
    await off("usage_export");
    const back = await setFeature(await admin(), "usage_export", { enabled: true });
    expect(back).toMatchObject({ enabled: true, source: "on", changed_by: tenant.owner.name });
    expect(await actions()).toEqual(["feature.disabled", "feature.enabled"]);
  });

  test("viewers read and change nothing; another tenant is untouched", async () => {
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    const ctx = await makeContext(tenant, viewer);
    await expect(setFeature(ctx, "branding", { enabled: false })).rejects.toMatchObject({
      code: "permission_denied",
    });
    expect((await listFeatures(ctx)).data).toHaveLength(TOGGLE_KEYS.length);
    const other = await makeTenant({ planKey: "enterprise" });
    await off("branding");
    const theirs = await listFeatures(await makeContext(other, other.owner));
    expect(theirs.data.every((feature) => feature.enabled)).toBe(true);
  });

  test("cannot give what the plan lacks, and says which plan has it", async () => {
    const free = await makeTenant({ planKey: "free" });
    const ctx = await makeContext(free, free.owner);
    const dto = await setFeature(ctx, "white_label", { enabled: true });
    expect(dto).toMatchObject({ enabled: false, source: "plan", required_plan: "Professional" });
    expect(hasFeature((await makeContext(free, free.owner)).tenant.entitlements, "white_label")).toBe(false);
  });

  test.each([{}, { enabled: "yes" }, { enabled: true, extra: 1 }])("refuses %j", async (input) => {
    await expect(setFeature(await admin(), "branding", input as never)).rejects.toThrow();
  });
});

describe("the platform's side", () => {
  test("a kill switch beats the workspace and is recorded with its reason", async () => {
    const ctx = await staff();
    await updateFeatureFlag(ctx, "branding", { enabled: false, reason: "Incident 12" });
    const [branding] = (await listFeatures(await admin())).data.filter((row) => row.feature === "branding");
    expect(branding).toMatchObject({ enabled: false, source: "platform", wanted: true });
    const { rows } = await systemPool().query(
      "select action, reason, before, after from platform.platform_events where actor_id = $1",
      [ctx.actor.userId],
    );
    expect(rows).toMatchObject([
      {
        action: "feature_flag.changed",
        reason: "Incident 12",
        before: { enabled: true, rollout_percent: 100 },
        after: { enabled: false, rollout_percent: 100 },
      },
    ]);
  });

  test("a roll-out of nothing names itself, and the list counts by the same resolver", async () => {
    const ctx = await staff();
    await updateFeatureFlag(ctx, "usage_export", { rollout_percent: 0, reason: "Not yet" });
    const [row] = (await listFeatures(await admin())).data.filter((item) => item.feature === "usage_export");
    expect(row).toMatchObject({ enabled: false, source: "rollout", rollout_percent: 0 });
    const flag = (await listFeatureFlags(ctx)).data.find((item) => item.feature === "usage_export");
    expect(flag).toMatchObject({ effective: 0, rollout_percent: 0 });
    expect(flag?.tenants).toBeGreaterThan(0);
  });

  test.each([
    { reason: "nothing named" },
    { enabled: true, reason: "" },
    { rollout_percent: 101, reason: "too much" },
    { rollout_percent: 1.5, reason: "not whole" },
  ])("refuses %j", async (input) => {
    await expect(updateFeatureFlag(await staff(), "branding", input)).rejects.toThrow();
  });

  test("is nobody's but staff's, on the back-office host only", async () => {
    const user = makeUserContext(await makeUser());
    await expect(listFeatureFlags(user)).rejects.toMatchObject({ code: "permission_denied" });
    await expect(
      updateFeatureFlag(user, "branding", { enabled: false, reason: "I may not" }),
    ).rejects.toMatchObject({ code: "permission_denied" });
    expect((await callRoute(adminList, { slug: tenant.slug })).status).toBe(404);
    const put = await callRoute(adminPut, { slug: tenant.slug, params: { feature: "branding" }, body: {} });
    expect(put.status).toBe(404);
  });
});
