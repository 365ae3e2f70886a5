import { GET as agents } from "@/app/api/v1/agents/route";
import { POST as impactRoute } from "@/app/api/v1/security-policy/impact/route";
import { PUT as putPolicy } from "@/app/api/v1/security-policy/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { resolveRequest } from "@/lib/access/resolve-request";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import type { SecurityPolicyInput } from "@/lib/tenancy/policies/schema";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";

export const OFFICE = "192.0.2.0/24";
export const HERE = "192.0.2.10";
export const ELSEWHERE = "198.51.100.7";
export const PASSWORD = "vivid otter paints 73 barns";

export let tenant: TestTenant;
export let sessionId: string;
export let cookie: string;

export async function signIn(user: TestUser, mfa = false): Promise<{ id: string; cookie: string }> {
  const info = { requestId: "test", ip: HERE, userAgent: "test" };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa, info }),
  );
  const sealed = await sealSession(session.sid, `${tenant.slug}.atrium.localhost:3000`);
  return { id: session.id, cookie: sealed.split(";")[0] ?? "" };
}
export async function newKey(): Promise<string> {
  const ctx = await makeContext(tenant, tenant.owner);
  return (await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] })).key;
}
export async function age(what: "last_seen_at" | "created_at" | "auth_at", minutes: number): Promise<void> {
  await systemPool().query(
    `update platform.sessions set ${what} = now() - make_interval(mins => $2) where id = $1`,
    [sessionId, minutes],
  );
}
export const save = (input: SecurityPolicyInput, version: number, who = cookie) =>
  callRoute(putPolicy, {
    slug: tenant.slug,
    cookie: who,
    body: input,
    headers: { "if-match": `"${version}"` },
  });
export const preview = (input: SecurityPolicyInput) =>
  callRoute(impactRoute, { slug: tenant.slug, cookie, body: input });
export const byCookie = (ip = HERE, who = cookie) =>
  callRoute(agents, { slug: tenant.slug, cookie: who, headers: { "x-client-ip": ip } });
export const byKey = (key: string, ip = HERE) => callRoute(agents, { key, headers: { "x-client-ip": ip } });
export const byPage = (ip = HERE, who = cookie) =>
  resolveRequest({
    host: `${tenant.slug}.atrium.localhost:3000`,
    cookie: who,
    requestId: "test",
    ip,
    userAgent: "test",
  });
export async function lastToken(): Promise<string> {
  const { rows } = await systemPool().query(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'mail' order by created_at desc limit 1`,
  );
  const { data } = (await openJob(rows[0])) as { data: { url: string } };
  return new URL(data.url).hash.slice(1);
}
export async function problem(response: Response) {
  return { status: response.status, ...((await response.json()) as { code: string; detail: string }) };
}

/** A tenant on a plan with policies, and its owner signed in from HERE. Renewed before each test. */
export async function openPolicyWorld(): Promise<void> {
  tenant = await makeTenant({ planKey: "starter" });
  ({ id: sessionId, cookie } = await signIn(tenant.owner));
}
