import { expect, test } from "vitest";
import { GET as list } from "@/app/api/v1/integrations/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { schemaName } from "@/lib/tenancy/schema-name";
import { callRoute } from "@/lib/testing/call-route";
import {
  admin,
  INPUTS,
  integrationWorld,
  moveInto,
  peer,
  proveDomain,
  save,
  tenant,
} from "@/lib/testing/integration-world";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { listIntegrations } from "./list-integrations";
import { removeIntegration } from "./remove-integration";
import { saveIntegration } from "./save-integration";
import type { IntegrationKind } from "./schema";
import { testIntegration } from "./test-integration";

integrationWorld();

test.each(Object.keys(INPUTS) as IntegrationKind[])("%s keeps its secret to itself", async (kind) => {
  if (kind === "smtp") await proveDomain("acme.example");
  const saved = await save(kind);
  const { secret } = INPUTS[kind]();
  expect(saved).toMatchObject({ kind, configured: true, enabled: true });
  expect(saved.credential).toMatchObject({ last_four: secret.slice(-4), set_by: tenant.owner.name });
  const texts = [JSON.stringify(await listIntegrations(await admin()))];
  const { rows } = await ownerPool().query(
    `select (select string_agg(i::text, ' ') from ${schemaName(tenant.id)}.integrations i) as a,
      (select string_agg(e::text, ' ') from shared.domain_events e where tenant_id = $1) as b`,
    [tenant.id],
  );
  texts.push(rows[0].a, rows[0].b);
  for (const text of texts) expect(text).not.toContain(secret);
  expect(rows[0].b).toContain("integration.connected");
});

test("changes named parts, replaces and removes; each is recorded", async () => {
  await save("webhook");
  const off = await saveIntegration(await admin(), "webhook", { enabled: false });
  expect(off).toMatchObject({ enabled: false, config: { url: `${peer.origin}/hook` } });
  const other = `whsec_${Buffer.from("j".repeat(32)).toString("base64")}`;
  await saveIntegration(await admin(), "webhook", { secret: other });
  await removeIntegration(await admin(), "webhook");
  await expect(removeIntegration(await admin(), "webhook")).rejects.toMatchObject({ code: "not_found" });
  const { rows } = await systemPool().query(
    "select action from shared.domain_events where tenant_id = $1 order by occurred_at, id",
    [tenant.id],
  );
  expect(rows.map((row) => row.action)).toEqual([
    "integration.connected",
    "integration.updated",
    "integration.updated",
    "integration.removed",
  ]);
});

test("what the plan lacks is locked and says which plan has it", async () => {
  const plans = { free: [], starter: ["slack", "webhook"] } as const;
  for (const [planKey, kinds] of Object.entries(plans)) {
    await moveInto(planKey as "free" | "starter");
    const { data } = await listIntegrations(await admin());
    expect(data.filter((item) => item.available).map((item) => item.kind)).toEqual(kinds);
    await expect(save("s3")).rejects.toMatchObject({ code: "feature_unavailable" });
    if (planKey === "free")
      await expect(save("slack")).rejects.toMatchObject({ code: "feature_unavailable" });
  }
});

test("only admins change them, nobody sees another workspace's", async () => {
  await save("slack");
  const developer = await makeUser();
  await addMember(tenant, developer, "developer");
  const ctx = await makeContext(tenant, developer);
  const denied = { code: "permission_denied" };
  await expect(listIntegrations(ctx)).rejects.toMatchObject(denied);
  await expect(saveIntegration(ctx, "slack", {})).rejects.toMatchObject(denied);
  await expect(testIntegration(ctx, "slack")).rejects.toMatchObject(denied);
  await expect(removeIntegration(ctx, "slack")).rejects.toMatchObject(denied);
  const other = await makeTenant({ planKey: "professional" });
  const stranger = await makeContext(other, other.owner);
  expect((await listIntegrations(stranger)).data.filter((item) => item.configured)).toEqual([]);
  await expect(testIntegration(stranger, "slack")).rejects.toMatchObject({ code: "not_found" });
  const { key } = await createApiKey(await admin(), { name: "Key", scopes: ["integrations:read"] });
  expect((await callRoute(list, { key })).status).toBe(200);
  expect((await callRoute(list, { key, slug: other.slug })).status).toBe(404);
});

test.each([
  ["a first save without secret", "webhook", { config: { url: "https://example.com/" } }],
  ["a secret of another shape", "webhook", { config: { url: "https://example.com/" }, secret: "hunter2" }],
  [
    "an unknown field",
    "llm",
    { config: { base_url: "https://x.example", model: "m", a: 1 }, secret: "abcd" },
  ],
  ["a mail port that is none", "smtp", { ...INPUTS.smtp(), config: { ...INPUTS.smtp().config, port: 22 } }],
  ["a sender of somebody else's domain", "smtp", INPUTS.smtp()],
  ["a sender of the domain above a proved one", "smtp", { ...INPUTS.smtp(), below: true }],
] as const)("refuses %s", async (_name, kind, given) => {
  const { below, ...input } = { below: false, ...given };
  if (below) await proveDomain("portal.acme.example");
  const config: Record<string, unknown> = { ...input.config };
  if (kind === "smtp" && config.port !== 22) config.port = peer.smtpPort;
  const wish = { ...input, config };
  await expect(saveIntegration(await admin(), kind, wish)).rejects.toMatchObject({
    code: "validation_failed",
  });
});
