import { beforeEach, expect, test } from "vitest";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { PUT as handOverRoute } from "@/app/api/v1/me/accounts/[id]/owner/route";
import { DELETE as deleteRoute } from "@/app/api/v1/me/accounts/[id]/tenants/[tenantId]/route";
import { GET as listRoute } from "@/app/api/v1/me/accounts/route";
import { systemPool } from "@/lib/infra/database/pools";
import type { OwnAccount } from "@/lib/lifecycle/own-account/accounts/schema";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";

const PASSWORD = "vivid otter paints 73 barns";
let tenant: TestTenant;
let owner: TestUser;
let admin: TestUser;
let browser: TestBrowser;

/** Pays for a workspace that others run: the owner is no member of it. */
beforeEach(async () => {
  tenant = await makeTenant();
  admin = tenant.owner;
  owner = await makeUser();
  const { accountId } = tenant;
  await systemPool().query(
    `with gone as (delete from platform.account_members where account_id = $1 returning 1)
     insert into platform.account_members (account_id, user_id, role) values ($1, $2, 'owner')`,
    [accountId, owner.id],
  );
  browser = await enter(owner);
});

async function enter(who: TestUser): Promise<TestBrowser> {
  await setPassword(who.id, PASSWORD);
  const fresh = new TestBrowser();
  expect((await fresh.call(signIn, { body: { email: who.email, password: PASSWORD } })).status).toBe(200);
  return fresh;
}
const list = async (from = browser) =>
  ((await (await from.call(listRoute)).json()) as { data: OwnAccount[] }).data;
const handOver = (to: string, from = browser, id = tenant.accountId) =>
  from.call(handOverRoute, { params: { id }, body: { to } });
const remove = (from = browser, tenantId = tenant.id, id = tenant.accountId) =>
  from.call(deleteRoute, { params: { id, tenantId } });
const owners = async () =>
  (
    await systemPool().query<{ user_id: string }>(
      "select user_id::text from platform.account_members where account_id = $1 and role = 'owner'",
      [tenant.accountId],
    )
  ).rows.map((row) => row.user_id);

test.each(["no member", "viewer"] as const)(
  "an owner who is %s hands the account to an admin",
  async (what) => {
    if (what === "viewer") await addMember(tenant, owner, "viewer");
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    expect(await list()).toMatchObject([
      {
        id: tenant.accountId,
        other_owners: 0,
        workspaces: [{ id: tenant.id, slug: tenant.slug, can_delete: true }],
        candidates: [{ id: admin.id, email: admin.email }],
      },
    ]);
    // Not to who is no admin, not to themselves, not another's account, not with an old proof.
    for (const to of [viewer.id, owner.id]) expect((await handOver(to)).status).toBe(422);
    const stranger = await enter(await makeUser());
    expect((await handOver(admin.id, stranger)).status).toBe(404);
    expect(await list(stranger)).toEqual([]);
    await ageProof(owner.id);
    expect(await (await handOver(admin.id)).json()).toMatchObject({ code: "step_up_required" });
    browser = await enter(owner);
    const tries = await Promise.all([1, 2, 3].map(() => handOver(admin.id)));
    expect(tries.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    expect(await owners()).toEqual([admin.id]);
    expect(await list()).toEqual([]);
    for (const { email } of [owner, admin]) {
      const mails = (await mailsTo(email)).filter(({ template }) => template === "account_handed_over");
      expect(mails).toHaveLength(1);
    }
    const events = await systemPool().query(
      "select actor_id::text, before, after from platform.platform_events where account_id = $1 and action = 'account.ownership_transferred'",
      [tenant.accountId],
    );
    expect(events.rows).toEqual([
      { actor_id: owner.id, before: { owner: owner.id }, after: { owner: admin.id } },
    ]);
  },
);

test("an owner who is no member deletes a workspace of the account, and no other", async () => {
  const foreign = await makeTenant();
  expect((await remove(browser, foreign.id)).status).toBe(404);
  expect((await remove(browser, foreign.id, foreign.accountId)).status).toBe(404);
  // Its admin has the right within it, but owns no account.
  expect((await remove(await enter(admin))).status).toBe(404);
  await ageProof(owner.id);
  expect((await remove()).status).toBe(403);
  browser = await enter(owner);
  expect((await remove()).status).toBe(204);
  const { rows } = await systemPool().query<{ id: string; status: string }>(
    "select id::text, status from platform.tenants where id = any($1::uuid[]) order by status",
    [[tenant.id, foreign.id]],
  );
  expect(rows).toEqual([
    { id: foreign.id, status: "active" },
    { id: tenant.id, status: "offboarding" },
  ]);
  expect(await list()).toMatchObject([{ workspaces: [], candidates: [] }]);
  const seen = await systemPool().query(
    "select actor_id::text from shared.domain_events where tenant_id = $1 and action = 'tenant.deletion_scheduled'",
    [tenant.id],
  );
  expect(seen.rows).toEqual([{ actor_id: owner.id }]);
});
