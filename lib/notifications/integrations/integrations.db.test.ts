import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET as list } from "@/app/api/v1/integrations/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { schemaName } from "@/lib/tenancy/schema-name";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { integrationJobHandler } from "@/worker/jobs/integration-job";
import { sendAsTenant } from "@/worker/jobs/send-as-tenant";
import { signS3 } from "./connectors/sign-s3";
import { listDeliveries } from "./list-deliveries";
import { listIntegrations } from "./list-integrations";
import { removeIntegration } from "./remove-integration";
import { saveIntegration } from "./save-integration";
import type { IntegrationKind } from "./schema";
import { testIntegration } from "./test-integration";

const HOOK_SECRET = `whsec_${Buffer.from("k".repeat(32)).toString("base64")}`;
const S3 = { region: "eu-central-1", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s3-secret-canary-0001" };
type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders; body: string };

let peer: http.Server;
let origin: string;
let seen: Seen[] = [];
let answerWith = 200;
let smtp: SMTPServer;
let smtpPort: number;
let received: string[] = [];
let tenant: TestTenant;
const admin = () => makeContext(tenant, tenant.owner);

beforeAll(async () => {
  peer = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const call = { method: request.method ?? "", url: request.url ?? "", headers: request.headers };
      seen.push({ ...call, body: Buffer.concat(chunks).toString() });
      if (call.url.startsWith("/s3/")) response.statusCode = isSigned(call) ? 200 : 403;
      else if (call.url.startsWith("/llm/")) {
        response.statusCode = call.headers.authorization === "Bearer llm-secret-canary-0001" ? 200 : 401;
      } else response.statusCode = answerWith;
      response.end("the other side's own words");
    });
  });
  await new Promise<void>((done) => peer.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === "acme" && password === "smtp-secret-canary-0001"
        ? done(null, { user: username })
        : done(new Error("no")),
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (chunk) => {
        text += String(chunk);
      });
      stream.on("end", () => {
        received.push(text);
        done();
      });
    },
  });
  smtp.on("error", () => undefined);
  for (const port of [2525, 587]) {
    try {
      await new Promise<void>((done, fail) => {
        smtp.server.once("error", fail);
        smtp.listen(port, "127.0.0.1", done);
      });
      smtpPort = port;
      break;
    } catch {
      // Somebody else listens there: the next allowed port.
    }
  }
});
afterAll(() => {
  peer.close();
  smtp.close(() => undefined);
});
beforeEach(async () => {
  seen = [];
  received = [];
  answerWith = 200;
  tenant = await makeTenant({ planKey: "professional" });
});

/** A second reading of the AWS documentation, against which ours is checked. */
function isSigned(call: Omit<Seen, "body">): boolean {
  const match =
    /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,SignedHeaders=([^,]+),Signature=([0-9a-f]{64})/.exec(
      call.headers.authorization ?? "",
    );
  if (!match) return false;
  const [, keyId, day = "", region = "", names = "", signature] = match;
  const url = new URL(call.url, "http://x");
  const headerLines = names.split(";").map((name) => `${name}:${String(call.headers[name])}\n`);
  const request = `${call.method}\n${url.pathname}\n${[...url.searchParams]
    .map(([a, b]) => `${a}=${b}`)
    .sort()
    .join("&")}\n${headerLines.join("")}\n${names}\n${String(call.headers["x-amz-content-sha256"])}`;
  const sha = createHash("sha256").update(request).digest("hex");
  const text = `AWS4-HMAC-SHA256\n${String(call.headers["x-amz-date"])}\n${day}/${region}/s3/aws4_request\n${sha}`;
  const mac = (key: string | Buffer, part: string) => createHmac("sha256", key).update(part).digest();
  const key = mac(mac(mac(mac(`AWS4${S3.secretAccessKey}`, day), region), "s3"), "aws4_request");
  return keyId === S3.accessKeyId && mac(key, text).toString("hex") === signature;
}

async function proveDomain(hostname: string): Promise<void> {
  await systemPool().query("delete from platform.domains where hostname = $1", [hostname]);
  await systemPool().query(
    "insert into platform.domains (id, tenant_id, hostname, token, status, verified_at) values ($1, $2, $3, 't', 'verified', now())",
    [newId(), tenant.id, hostname],
  );
}
const INPUTS = {
  slack: () => ({ secret: `${origin}/slack/slack-secret-canary-0001`, events: ["agent.created" as const] }),
  webhook: () => ({
    config: { url: `${origin}/hook` },
    secret: HOOK_SECRET,
    events: ["agent.created" as const, "api_key.created" as const],
  }),
  s3: () => ({
    config: {
      endpoint: `${origin}/s3`,
      region: S3.region,
      bucket: "acme-files",
      access_key_id: S3.accessKeyId,
    },
    secret: S3.secretAccessKey,
  }),
  smtp: () => ({
    config: { host: "127.0.0.1", port: smtpPort, user: "acme", from: "team@acme.example", from_name: "Acme" },
    secret: "smtp-secret-canary-0001",
  }),
  llm: () => ({ config: { base_url: `${origin}/llm/v1`, model: "small" }, secret: "llm-secret-canary-0001" }),
};
const save = async (kind: IntegrationKind) => saveIntegration(await admin(), kind, INPUTS[kind]());

async function runJobs(): Promise<number> {
  const { rows } = await systemPool().query(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'integration' and tenant_id = $1 and done_at is null`,
    [tenant.id],
  );
  for (const row of rows) {
    const payload = await openJob(row);
    await systemPool().query("update platform.outbox set done_at = now() where id = $1", [row.id]);
    await integrationJobHandler.handle({ ...row, payload, attempt: 0, finish: async () => true });
  }
  return rows.length;
}
const newAgent = async (name: string) =>
  createAgent(await admin(), { catalogue_key: "strategie_partner", name });

describe("settings", () => {
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
    expect(off).toMatchObject({ enabled: false, config: { url: `${origin}/hook` } });
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
      tenant = await makeTenant({ planKey: planKey as "free" | "starter" });
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
    if (kind === "smtp" && config.port !== 22) config.port = smtpPort;
    const wish = { ...input, config };
    await expect(saveIntegration(await admin(), kind, wish)).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});

describe("testing a connection", () => {
  test.each(Object.keys(INPUTS) as IntegrationKind[])("%s answers for real", async (kind) => {
    if (kind === "smtp") await proveDomain("acme.example");
    await save(kind);
    const good = await testIntegration(await admin(), kind);
    expect(good).toMatchObject({ ok: true, reason: null });
    expect(good.duration_ms).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(good)).not.toContain("own words");
    if (kind === "slack" || kind === "webhook") answerWith = 500;
    else await saveIntegration(await admin(), kind, { secret: "a-wrong-secret-of-length" });
    const bad = await testIntegration(await admin(), kind);
    expect(bad).toMatchObject({
      ok: false,
      reason: kind === "slack" || kind === "webhook" ? "failing_there" : "auth_failed",
    });
    const { data } = await listIntegrations(await admin());
    expect(data.find((item) => item.kind === kind)).toMatchObject({ last_error: bad.reason });
  });

  test("goes nowhere inside: metadata and loopback are refused before a connection", async () => {
    for (const url of [
      "https://169.254.169.254/latest/",
      "https://[::1]/",
      "https://0x7f.1:8443/",
      "http://example.com/",
    ]) {
      await saveIntegration(await admin(), "webhook", { config: { url }, secret: HOOK_SECRET });
      // 127.0.0.1 itself is a stand-in's address in tests; its other spellings are parsed to it.
      if (!url.includes("0x7f")) {
        expect(await testIntegration(await admin(), "webhook")).toMatchObject({
          ok: false,
          reason: url.startsWith("http:") ? "url_not_allowed" : "address_blocked",
        });
      }
    }
    await proveDomain("acme.example");
    const { config, secret } = INPUTS.smtp();
    await saveIntegration(await admin(), "smtp", { config: { ...config, host: "10.0.0.1" }, secret });
    expect(await testIntegration(await admin(), "smtp")).toMatchObject({
      ok: false,
      reason: "address_blocked",
    });
    expect(seen).toEqual([]);
  });
});

describe("delivery", () => {
  test("tells Slack and the webhook of what they asked for, signed, once an event", async () => {
    await save("slack");
    await save("webhook");
    await newAgent("Plan <@U1> & co");
    await createApiKey(await admin(), { name: "Build", scopes: ["agents:read"] });
    expect(await runJobs()).toBe(3);
    const slack = seen.filter((call) => call.url.startsWith("/slack/"));
    expect(slack).toHaveLength(1);
    expect(JSON.parse(slack[0]?.body ?? "").text).toContain("Plan &lt;@U1&gt; &amp; co");
    const hooks = seen.filter((call) => call.url === "/hook");
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
    answerWith = 503;
    await expect(runJobs()).rejects.toMatchObject({ code: "upstream_failed" });
    expect((await listDeliveries(await admin(), "webhook")).data).toMatchObject([
      { succeeded: false, response_status: 503, reason: "status_503", attempt: 1 },
    ]);
    answerWith = 410;
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
    expect(seen).toEqual([]);
    await run(tenant.id, payload);
    expect(seen).toHaveLength(1);
  });

  test("after a downgrade nothing is sent", async () => {
    await save("webhook");
    await newAgent("Mine");
    await systemPool().query(
      "update platform.account_entitlements set level = 'none', enabled = false where account_id = $1 and feature = 'integrations'",
      [tenant.accountId],
    );
    await runJobs();
    expect(seen).toEqual([]);
    await removeIntegration(await admin(), "webhook");
  });
});

describe("the workspace's own mail server", () => {
  const mail = () => ({
    id: newId(),
    to: "anna@example.test",
    subject: "Hello",
    html: "<p>x</p>",
    text: "x",
  });

  test("sends its mails when on; otherwise and on failure the platform does", async () => {
    await proveDomain("acme.example");
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    await save("smtp");
    expect(await sendAsTenant(tenant.id, mail())).toBe(true);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatch(/^From: Acme <team@acme\.example>/m);
    await forceStatus(tenant.id, "suspended");
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    expect(received).toHaveLength(1);
    await forceStatus(tenant.id, "active");
    await systemPool().query("delete from platform.domains where tenant_id = $1", [tenant.id]);
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    expect(await testIntegration(await admin(), "smtp")).toMatchObject({
      ok: false,
      reason: "sender_unproved",
    });
    expect(received).toHaveLength(1);
    await proveDomain("acme.example");
    await saveIntegration(await admin(), "smtp", { secret: "wrong-password-here" });
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    const { data } = await listIntegrations(await admin());
    expect(data.find((item) => item.kind === "smtp")).toMatchObject({ last_error: "auth_failed" });
    await saveIntegration(await admin(), "smtp", { enabled: false });
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    expect(received).toHaveLength(1);
    expect(await lookUpTenant(tenant.id)).not.toBeNull();
  });
});

test("signs as AWS documents it (GET with a query)", () => {
  const url = new URL("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J");
  const access = {
    region: "us-east-1",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  };
  const signed = signS3("GET", url, access, new Date("2013-05-24T00:00:00Z"));
  expect(signed.authorization).toContain(
    "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
});
