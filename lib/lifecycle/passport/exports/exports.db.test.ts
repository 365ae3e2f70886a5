import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as cloneRoute } from "@/app/api/v1/admin/tenants/[id]/clones/route";
import { GET as download } from "@/app/api/v1/passports/[id]/download/route";
import { GET as getOne } from "@/app/api/v1/passports/[id]/route";
import { GET as list, POST as start } from "@/app/api/v1/passports/route";
import { getKeyStatus } from "@/lib/back-office/keys/get-key-status";
import { runTransfer } from "@/lib/back-office/transfers/run-transfer";
import { transferJob } from "@/lib/back-office/transfers/schema";
import type { StaffContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { checkPassport } from "../import/check-passport";
import { expirePassports } from "./expire-passports";
import { getDataOverview } from "./get-data-overview";
import { listPassports } from "./list-passports";
import { runPassportExport } from "./run-passport-export";
import { startPassport } from "./start-passport";

const PASSPHRASE = "a passphrase of an admin";
let tenant: TestTenant;
let other: TestTenant;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "atrium-exports-test-"));
  process.env.STORAGE_DIR = folder;
  [tenant, other] = [await makeTenant({ planKey: "professional" }), await makeTenant()];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const admin = () => makeContext(tenant, tenant.owner);

async function as(user: { id: string }, slug: string) {
  return { slug, cookie: await sessionCookie(user as never, { slug }) };
}

async function actions(tenantId: string): Promise<string[]> {
  const { rows } = await systemPool().query<{ action: string }>(
    "select action from shared.domain_events where tenant_id = $1 and action like 'passport%' order by id",
    [tenantId],
  );
  return rows.map((row) => row.action);
}

test("an admin starts a passport, the worker writes it, and the download opens with the passphrase only", async () => {
  const caller = await as(tenant.owner, tenant.slug);
  const started = await callRoute(start, { ...caller, body: { passphrase: PASSPHRASE } });
  expect(started.status).toBe(202);
  const { id } = await started.json();
  const again = await callRoute(start, { ...caller, body: { passphrase: PASSPHRASE } });
  expect([again.status, (await again.json()).reason]).toEqual([409, "passport_running"]);
  const early = await callRoute(download, { ...caller, params: { id } });
  expect(early.status).toBe(404);
  await runPassportExport(id);
  await runPassportExport(id);
  const one = await (await callRoute(getOne, { ...caller, params: { id } })).json();
  expect(one).toMatchObject({ state: "ready", root_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const file = await callRoute(download, { ...caller, params: { id } });
  expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="[a-z0-9-]+\.atrium"$/);
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(bytes.length).toBe(one.size_bytes);
  const input = (passphrase: string) => ({ open: () => once(bytes), unlock: { passphrase } });
  expect((await checkPassport(input(PASSPHRASE))).manifest.root).toBe(one.root_hash);
  await expect(checkPassport(input("another passphrase"))).rejects.toMatchObject({ fault: "wrong_key" });
  expect(await actions(tenant.id)).toEqual(["passport.requested", "passport.ready", "passport.downloaded"]);
  const { rows } = await systemPool().query(
    "select passphrase_sealed from platform.passport_exports where id = $1",
    [id],
  );
  expect(rows[0].passphrase_sealed).toBeNull();
  expect((await getDataOverview(await admin())).last_passport_at).not.toBeNull();
});

async function* once(bytes: Buffer) {
  yield bytes;
}

describe("who may", () => {
  test("a viewer may not, and another tenant's passport is unknown", async () => {
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    await expect(listPassports(await makeContext(tenant, viewer), {})).rejects.toMatchObject({
      code: "permission_denied",
    });
    const mine = (await listPassports(await admin(), {})).data[0]?.id ?? "";
    const stranger = await as(other.owner, other.slug);
    for (const handler of [getOne, download]) {
      const answers = await Promise.all(
        [mine, newId()].map((id) => callRoute(handler, { ...stranger, params: { id } })),
      );
      expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
    }
    const theirs = await (await callRoute(list, stranger)).json();
    expect(theirs.data).toEqual([]);
  });

  test("a short passphrase is refused", async () => {
    await expect(startPassport(await admin(), { passphrase: "short" })).rejects.toThrow();
  });
});

test("a bundle whose time is over is gone", async () => {
  const { id } = await startPassport(await admin(), { passphrase: PASSPHRASE });
  await runPassportExport(id);
  await systemPool().query("update platform.passport_exports set expires_at = now() where id = $1", [id]);
  const caller = await as(tenant.owner, tenant.slug);
  expect((await callRoute(download, { ...caller, params: { id } })).status).toBe(404);
  expect(await expirePassports()).toBeGreaterThan(0);
  expect(await (await callRoute(getOne, { ...caller, params: { id } })).json()).toMatchObject({
    state: "expired",
  });
});

describe("staff", () => {
  test("have a workspace cloned by the worker; nobody else can ask for it", async () => {
    const staff = await makeSuperAdmin();
    const cookie = await sessionCookie(staff, { slug: "admin", mfa: true });
    const body = { slug: `copy-${newId().slice(-8)}`, name: "Copy" };
    const call = { params: { id: tenant.id }, body };
    const refused = await callRoute(cloneRoute, { ...(await as(tenant.owner, tenant.slug)), ...call });
    expect(refused.status).toBe(404);
    const taken = await callRoute(cloneRoute, {
      slug: "admin",
      cookie,
      ...call,
      body: { ...body, slug: other.slug },
    });
    expect(taken.status).toBe(409);
    const accepted = await callRoute(cloneRoute, { slug: "admin", cookie, ...call });
    expect(accepted.status).toBe(202);
    const { id } = await accepted.json();
    const { rows } = await systemPool().query(
      "select id, payload, tenant_id from platform.outbox where id = $1",
      [id],
    );
    const job = transferJob.parse(await openJob({ ...rows[0], tenantId: rows[0].tenant_id }));
    await runTransfer(job);
    const found = await systemPool().query("select status from platform.tenants where slug = $1", [
      body.slug,
    ]);
    expect(found.rows).toEqual([{ status: "active" }]);
    // What can never succeed ends with an event instead of another attempt.
    await runTransfer(job);
    const failed = await systemPool().query(
      "select 1 from platform.platform_events where action = 'tenant.clone_failed'",
    );
    expect(failed.rowCount).toBe(1);
  });

  test("see where keys and backups stand, and no key", async () => {
    const { actor, ...rest } = makeUserContext(await makeSuperAdmin());
    const ctx: StaffContext = {
      ...rest,
      actor: { ...actor, platformRole: "super_admin", mfaAt: new Date() },
    };
    const status = await getKeyStatus(ctx);
    expect(status).toMatchObject({ current_kid: "main", under_old_master: 0 });
    expect(status.tenant_keys).toBeGreaterThan(0);
    expect(JSON.stringify(status)).not.toMatch(/wrapped|secret_sealed/);
  });
});
