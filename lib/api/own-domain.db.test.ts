import { beforeAll, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { PUT as putPassword } from "@/app/api/v1/me/password/route";
import { PUT as preferences } from "@/app/api/v1/me/preferences/route";
import { GET as me, PUT as rename } from "@/app/api/v1/me/route";
import { DELETE as endSessions } from "@/app/api/v1/me/sessions/route";
import { POST as invite } from "@/app/api/v1/onboarding/invitations/route";
import { PUT as renameWorkspace } from "@/app/api/v1/onboarding/workspace/route";
import { PUT as keep } from "@/app/api/v1/tenants/kept/route";
import { GET as workspaces } from "@/app/api/v1/tenants/route";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { callRoute } from "@/lib/testing/call-route";
import { addMember, makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import type { RouteHandler } from "./route";

// The attacker is the admin of `host`, whose DNS points where they like; the victim is a member there and owns `prey`.
let prey: TestTenant;
let cookies: Record<string, string>;
const name = `portal-${newId().slice(-12)}.evil-shop.com`;

beforeAll(async () => {
  const host = await makeTenant({ planKey: "professional" });
  prey = await makeTenant();
  await addMember(host, prey.owner, "viewer");
  await systemPool().query(
    `insert into platform.domains (id, tenant_id, hostname, token, status, verified_at)
     values ($1, $2, $3, 'x', 'verified', now())`,
    [newId(), host.id, name],
  );
  await systemPool().query(
    "insert into platform.onboarding (user_id, tenant_id, step) values ($1, $2, 'done')",
    [prey.owner.id, prey.id],
  );
  const info = { requestId: newId(), ip: null, userAgent: null };
  const { sid } = await withSystem((tx) =>
    createSession(tx, { userId: prey.owner.id, method: "password", mfa: false, info }),
  );
  const seal = async (at: string) => (await sealSession(sid, at)).split(";")[0] ?? "";
  const root = "atrium.localhost:3000";
  cookies = { [`${name}:3000`]: await seal(`${name}:3000`), [root]: await seal(root) };
});

const from = (host: string) => (handler: RouteHandler, body?: unknown) =>
  callRoute(handler, {
    cookie: cookies[host] ?? "",
    headers: { host, origin: `http://${host}` },
    ...(body !== undefined && { body }),
  });
const invitation = () => ({ invitations: [{ email: `evil-${newId()}@evil.example`, role: "tenant_admin" }] });

test("a session on a tenant's own name reaches that workspace, neither the person's account nor their other workspaces", async () => {
  const call = from(`${name}:3000`);
  expect((await call(agents)).status).toBe(200);
  expect((await call(me)).status).toBe(200);
  expect((await call(preferences, { time_zone: "Europe/Paris" })).status).toBe(200);
  const own = [
    await call(rename, { first_name: "Eve" }),
    await call(putPassword, { current_password: "x", new_password: "seven quiet lanterns 42" }),
    await call(endSessions),
  ];
  expect(own.map((answer) => answer.status)).toEqual([403, 403, 403]);
  expect(await own[0]?.json()).toMatchObject({ reason: "own_domain" });
  const tries = [
    await call(invite, invitation()),
    await call(renameWorkspace, { name: "Taken over" }),
    await call(keep, { tenant_ids: [] }),
    await call(workspaces),
  ];
  expect(tries.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  const invited = await withTenant({ tenantId: prey.id }, (tx) =>
    tx.invitation.count({ where: { tenantId: prey.id } }),
  );
  expect(invited).toBe(0);
});

test("control: the same calls work on the root host", async () => {
  const call = from("atrium.localhost:3000");
  expect((await call(workspaces)).status).toBe(200);
  expect((await call(invite, invitation())).status).toBe(200);
});
