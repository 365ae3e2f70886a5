import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { saveIntegration } from "@/lib/notifications/integrations/save-integration";
import type { IntegrationKind } from "@/lib/notifications/integrations/schema";
import { openJob } from "@/lib/notifications/open-job";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { integrationJobHandler } from "@/worker/jobs/integration-job";

export const HOOK_SECRET = `whsec_${Buffer.from("k".repeat(32)).toString("base64")}`;
const S3 = { region: "eu-central-1", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s3-secret-canary-0001" };
type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders; body: string };

/** The other side of every integration but mail: what it was asked, and the status that hooks get. */
export const peer = { origin: "", seen: [] as Seen[], answerWith: 200, smtpPort: 2525 };
export let tenant: TestTenant;

/** The peer and, for each test, a fresh workspace. */
export function integrationWorld(): void {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const call = { method: request.method ?? "", url: request.url ?? "", headers: request.headers };
      peer.seen.push({ ...call, body: Buffer.concat(chunks).toString() });
      response.statusCode = statusFor(call);
      response.end("the other side's own words");
    });
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    peer.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(async () => {
    Object.assign(peer, { seen: [], answerWith: 200 });
    await moveInto("professional");
  });
}

export async function moveInto(planKey: "free" | "starter" | "professional"): Promise<void> {
  tenant = await makeTenant({ planKey });
}
export const admin = () => makeContext(tenant, tenant.owner);

function statusFor(call: Omit<Seen, "body">): number {
  if (call.url.startsWith("/s3/")) return isSigned(call) ? 200 : 403;
  if (!call.url.startsWith("/llm/")) return peer.answerWith;
  return call.headers.authorization === "Bearer llm-secret-canary-0001" ? 200 : 401;
}

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

export async function proveDomain(hostname: string): Promise<void> {
  await systemPool().query("delete from platform.domains where hostname = $1", [hostname]);
  await systemPool().query(
    "insert into platform.domains (id, tenant_id, hostname, token, status, verified_at) values ($1, $2, $3, 't', 'verified', now())",
    [newId(), tenant.id, hostname],
  );
}

export const INPUTS = {
  slack: () => ({
    secret: `${peer.origin}/slack/slack-secret-canary-0001`,
    events: ["agent.created" as const],
  }),
  webhook: () => ({
    config: { url: `${peer.origin}/hook` },
    secret: HOOK_SECRET,
    events: ["agent.created" as const, "api_key.created" as const],
  }),
  s3: () => ({
    config: {
      endpoint: `${peer.origin}/s3`,
      region: S3.region,
      bucket: "acme-files",
      access_key_id: S3.accessKeyId,
    },
    secret: S3.secretAccessKey,
  }),
  smtp: () => ({
    config: {
      host: "127.0.0.1",
      port: peer.smtpPort,
      user: "acme",
      from: "team@acme.example",
      from_name: "Acme",
    },
    secret: "smtp-secret-canary-0001",
  }),
  llm: () => ({
    config: { base_url: `${peer.origin}/llm/v1`, model: "small" },
    secret: "llm-secret-canary-0001",
  }),
};
export const save = async (kind: IntegrationKind) => saveIntegration(await admin(), kind, INPUTS[kind]());

export async function runJobs(): Promise<number> {
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
export const newAgent = async (name: string) =>
  createAgent(await admin(), { catalogue_key: "strategie_partner", name });
