import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import {
  admin,
  HOOK_SECRET,
  integrationWorld,
  newAgent,
  peer,
  runJobs,
  save,
  tenant,
} from "@/lib/testing/integration-world";
import { makeTenant } from "@/lib/testing/make-tenant";
import { integrationJobHandler } from "@/worker/jobs/integration-job";
import { listDeliveries } from "./list-deliveries";
import { listIntegrations } from "./list-integrations";
import { removeIntegration } from "./remove-integration";

integrationWorld();

test("tells Slack and the webhook of what they asked for, signed, once an event", async () => {
  await save("slack");
  await save("webhook");
  await newAgent("Plan <@U1> & co");
  await createApiKey(await admin(), { name: "Build", scopes: ["agents:read"] });
  expect(await runJobs()).toBe(3);
  const slack = peer.seen.filter((call) => call.url.startsWith("/slack/"));
  expect(slack).toHaveLength(1);
  expect(JSON.parse(slack[0]?.body ?? "").text).toContain("Plan &lt;@U1&gt; &amp; co");
  const hooks = peer.seen.filter((call) => call.url === "/hook");
  expect(hooks.map((call) => JSON.parse(call.body).type).sort()).toEqual([
    "agent.created",
    "api_key.created",
  ]);
  for (const { headers, body } of hooks) {
    const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    const key = Buffer.from(HOOK_SECRET.slice(6), "base64");
    const expected = createHmac("sha256", key).update(signed).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
    expect(Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"]))).toBeLessThan(60);
  }
  const { data } = await listDeliveries(await admin(), "webhook");
  expect(data).toMatchObject([{ succeeded: true, response_status: 200 }, { succeeded: true }]);
});

test("a failure is written down and tried again; 410 turns the integration off", async () => {
  await save("webhook");
  await newAgent("First");
  peer.answerWith = 503;
  await expect(runJobs()).rejects.toMatchObject({ code: "upstream_failed" });
  expect((await listDeliveries(await admin(), "webhook")).data).toMatchObject([
    { succeeded: false, response_status: 503, reason: "status_503", attempt: 1 },
  ]);
  peer.answerWith = 410;
  await newAgent("Second");
  await runJobs();
  const { data } = await listIntegrations(await admin());
  expect(data.find((item) => item.kind === "webhook")).toMatchObject({ enabled: false });
  await newAgent("Third");
  expect(await runJobs()).toBe(0);
});

test("a job with another tenant's name on it, or for another tenant's integration, is refused", async () => {
  await save("webhook");
  await newAgent("Mine");
  const { rows } = await systemPool().query(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'integration' and tenant_id = $1`,
    [tenant.id],
  );
  const payload = (await openJob(rows[0])) as Record<string, unknown>;
  const other = await makeTenant({ planKey: "professional" });
  const run = (tenantId: string | null, job: object) =>
    integrationJobHandler.handle({
      id: newId(),
      tenantId,
      payload: job,
      attempt: 0,
      finish: async () => true,
    });
  await run(other.id, payload);
  await run(null, payload);
  await run(other.id, { ...payload, tenant_id: other.id });
  expect(peer.seen).toEqual([]);
  await run(tenant.id, payload);
  expect(peer.seen).toHaveLength(1);
});

test("after a downgrade nothing is sent", async () => {
  await save("webhook");
  await newAgent("Mine");
  await systemPool().query(
    "update platform.account_entitlements set level = 'none', enabled = false where account_id = $1 and feature = 'integrations'",
    [tenant.accountId],
  );
  await runJobs();
  expect(peer.seen).toEqual([]);
  await removeIntegration(await admin(), "webhook");
});
