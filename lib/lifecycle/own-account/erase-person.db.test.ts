import { expect, test } from "vitest";
import { POST as keep } from "@/app/api/auth-flows/deletion-cancel/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as remove } from "@/app/api/v1/me/deletion/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { expireInvitations } from "@/lib/access/invitations/expire-invitations";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { findLeftovers } from "@/lib/lifecycle/erasure/find-leftovers";
import { createAccount } from "@/lib/lifecycle/tenants/create-account";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { erasePeople } from "@/worker/sweeps/erase-people";
import { erasePerson } from "./erase-person";

const PASSWORD = "vivid otter paints 73 barns";
const sql = (text: string, values: unknown[] = []) => systemPool().query(text, values);

async function leave(who: TestUser, workspaces: unknown[] = []): Promise<void> {
  const browser = new TestBrowser();
  expect((await browser.call(signIn, { body: { email: who.email, password: PASSWORD } })).status).toBe(200);
  const answer = await browser.call(remove, { body: { workspaces } });
  expect([answer.status, await answer.text()]).toEqual([202, expect.anything()]);
}
const makeDue = (id: string) =>
  sql("update platform.person_deletions set delete_after = now() - interval '1 second' where user_id = $1", [
    id,
  ]);
const stateOf = async (id: string) =>
  (await sql("select status from platform.person_deletions where user_id = $1", [id])).rows[0]?.status;

/** A person with a password who is one of several members: nothing has to be chosen when they leave. */
async function makeLeaver(email?: string): Promise<{ person: TestUser; tenant: TestTenant }> {
  const [tenant, person] = [await makeTenant(), await makeUser(email ? { email } : {})];
  await addMember(tenant, person, "viewer");
  await setPassword(person.id, PASSWORD);
  return { person, tenant };
}

const rename = (id: string, name: string, email: string) =>
  sql("update platform.users set first_name = $2, last_name = $2, email = $3 where id = $1", [
    id,
    name,
    email,
  ]);

/** Somebody with a name and addresses of their own wherever a person may stand, under each name they ever had. */
async function furnish(canary: string): Promise<{ person: TestUser; tenant: TestTenant; other: TestTenant }> {
  const email = `${canary}@example.test`;
  const [oldest, old] = [`oldest-${email}`, `old-${email}`];
  const person = { ...(await makeUser({ email: old, firstName: canary })), name: `First ${canary}` };
  await setPassword(person.id, PASSWORD);
  const founder = makeUserContext({ ...person, email: old });
  const accountId = await createAccount(founder);
  await withSystem((tx) =>
    recordPlatformEvent(tx, founder, {
      action: "user.signed_up",
      target: { type: "user", id: person.id, label: oldest },
    }),
  );
  const tenant = await makeTenant({ accountId });
  await sql(
    `insert into platform.operations (id, kind, account_id, state, created_by, input)
     values ($1, 'provision_tenant', $2, 'succeeded', $3, $4)`,
    [
      newId(),
      accountId,
      person.id,
      JSON.stringify({ name: "x", founder: founder.actor, request: { ip: "x" } }),
    ],
  );
  await sql(
    `insert into platform.email_changes (id, user_id, old_email, new_email, status, expires_at, confirmed_at)
     values ($1, $2, $3, $4, 'confirmed', now(), now())`,
    [newId(), person.id, old, email],
  );
  await rename(person.id, canary, email);
  const named = { ...person, email, name: `${canary} ${canary}` };
  await addMember(tenant, named, "tenant_admin");
  const ctx = await makeContext(tenant, named);
  await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] });
  await inviteMembers(ctx, {
    invitations: [{ email: `x-${newId().slice(-9)}@example.test`, role: "viewer" }],
  });
  const other = await makeTenant();
  const theirs = await makeContext(other, other.owner);
  await inviteMembers(theirs, {
    invitations: [oldest, old, email].map((address) => ({ email: address, role: "viewer" })),
  });
  await nameElsewhere(other, named, ctx.actor);
  return { person: named, tenant, other };
}

/** Rows in somebody else's workspace, and what this person decided. */
async function nameElsewhere(
  other: TestTenant,
  { id: userId, email, name }: TestUser,
  actor: Parameters<typeof recordEvent>[1]["actor"],
): Promise<void> {
  const batch = newId();
  await sql(
    "insert into shared.invitation_batches (tenant_id, id, created_by, total) values ($1, $2, $3, 1)",
    [...[other.id, batch, other.owner.id]],
  );
  await sql(
    "insert into shared.invitation_batch_rows (tenant_id, batch_id, line, email, role, name) values ($1, $2, 1, $3, 'viewer', $4)",
    [other.id, batch, email.toUpperCase(), name],
  );
  for (const status of ["pending", "approved", "declined"]) {
    const id = newId();
    await sql(
      `insert into shared.membership_requests (tenant_id, id, user_id, email, name, note, status, decided_by, decided_by_name)
       values ($1, $2, $3, $4, $5, $5, $6, $3, $5)`,
      [other.id, id, userId, email, name, status],
    );
    const request = newId();
    await sql(
      `insert into shared.access_requests (tenant_id, id, receipt_id, user_id, user_name, user_email, code, subject, note, status, decided_by, decided_by_name)
       values ($1, $2, $2, $3, $5, $4, 'permission_denied', $6, $5, 'granted', $3, $5)`,
      [other.id, request, userId, email, name, status],
    );
    const info = { requestId: newId(), ip: "192.0.2.44", userAgent: "ours", actor, tenant: { id: other.id } };
    const admin = { ...info, actor: makeUserContext(other.owner).actor };
    await withTenant({ tenantId: other.id }, async (tx) => {
      await recordEvent(tx, info, {
        action: "membership.requested",
        target: { type: "membership_request", id, label: name },
        after: { email },
      });
      await recordEvent(tx, admin, {
        action: "access.granted",
        target: { type: "access_request", id: request, label: name },
        after: { name },
      });
    });
  }
  await sql(
    `insert into shared.branding_versions (tenant_id, version, settings, published_by, published_by_name)
     values ($1, 1, '{}', $2, $3)`,
    [other.id, userId, name],
  );
}

test("a week later nothing says who it was: not in rows, trails or the audit log of the workspace", async () => {
  const canary = `canary-${newId().slice(-12)}`;
  const { person, tenant, other } = await furnish(canary);
  const find = async () =>
    (await findLeftovers({ needles: [canary], everywhere: true })).leftovers.map(({ where }) => where);
  // Control: the search finds the person where they stand before.
  expect(await find()).toEqual(
    expect.arrayContaining([
      ...["platform.accounts", "platform.email_changes", "platform.operations", "platform.platform_events"],
      ...["platform.users", "shared.access_requests", "shared.api_keys", "shared.branding_versions"],
      ...["shared.domain_events", "shared.invitation_batch_rows", "shared.invitations"],
      ...["shared.membership_requests", "shared.memberships"],
    ]),
  );
  await leave(person, [{ id: tenant.id, action: "transfer", to: tenant.owner.id }]);
  expect(await erasePerson(person.id)).toBe(false);
  await makeDue(person.id);
  expect(await erasePerson(person.id)).toBe(true);
  expect(await erasePerson(person.id)).toBe(false);
  // The mails that wait hold it sealed; they are delivered and go within a week.
  expect((await find()).filter((where) => where !== "platform.outbox")).toEqual([]);
  const label = `deleted-${person.id.slice(-8)}`;
  const { rows } = await sql(
    "select count(*)::int as n, array_agg(distinct actor_label) as labels, count(ip)::int as ips from shared.domain_events where actor_id = $1",
    [person.id],
  );
  expect(rows[0]).toEqual({ n: expect.any(Number), labels: [label], ips: 0 });
  expect(rows[0].n).toBeGreaterThan(2);
  const account = await sql("select a.name, a.billing_email from platform.accounts a where id = $1", [
    tenant.accountId,
  ]);
  expect(account.rows).toEqual([{ name: tenant.slug, billing_email: null }]);
  const member = await sql("select status from shared.memberships where user_id = $1", [person.id]);
  expect(member.rows).toEqual([{ status: "removed" }]);
  // What others did stays theirs, with the address they did it from.
  const admin = await sql(
    "select distinct actor_label, ip::text from shared.domain_events where actor_id = $1 and action = 'access.granted'",
    [other.owner.id],
  );
  expect(admin.rows).toEqual([{ actor_label: other.owner.name, ip: "192.0.2.44/32" }]);
  // Nobody else's trail may be changed, by the owner of the tables neither.
  await withSystem((tx) =>
    recordPlatformEvent(tx, makeUserContext(other.owner), {
      action: "user.renamed",
      target: { type: "user", id: other.owner.id },
    }),
  );
  for (const table of ["shared.domain_events", "platform.platform_events"]) {
    const change = ownerPool().query(`update ${table} set actor_label = 'x' where actor_id = $1`, [
      other.owner.id,
    ]);
    await expect(change).rejects.toMatchObject({ code: "42501" });
  }
});

test("whoever's address only contains an erased one, or who has it now, keeps every row", async () => {
  const [an, old] = [`an@x${newId().slice(-12)}.nl`, `ann@y${newId().slice(-12)}.nl`];
  const { person } = await makeLeaver(an);
  await sql(
    `insert into platform.email_changes (id, user_id, old_email, new_email, status, expires_at, confirmed_at)
     values ($1, $2, $3, $4, 'confirmed', now(), now())`,
    [newId(), person.id, old, an],
  );
  await makeUser({ email: old });
  const others = [`j${an}`, `j.${an}`, `j-${an}`, `o'${an}`, `${an}.example.test`, `${an}l`, old];
  const { owner, id: tenantId } = await makeTenant();
  const ctx = await makeContext({ id: tenantId }, owner);
  const note = (label: string, after: Record<string, unknown>) =>
    withTenant({ tenantId }, (tx) =>
      recordEvent(tx, ctx, {
        action: "invitation.created",
        target: { type: "x", id: newId(), label },
        after,
      }),
    );
  for (const email of others) await note(email, { email, text: `to <${email}>` });
  for (const text of [an, an.toUpperCase(), `to <${an}>.`, `'${an}'`, `to\n${an}\n`])
    await note(text, { text });
  await leave(person);
  await makeDue(person.id);
  expect(await erasePerson(person.id)).toBe(true);
  const { rows } = await sql(
    "select target_label, after from shared.domain_events where tenant_id = $1 and target_type = 'x' order by id",
    [tenantId],
  );
  const gone = { target_label: `deleted-${person.id.slice(-8)}`, after: null };
  expect(rows).toEqual([
    ...others.map((email) => ({ target_label: email, after: { email, text: `to <${email}>` } })),
    ...Array(5).fill(gone),
  ]);
});

test("what was begun is finished by the sweep, and nothing takes it back any more", async () => {
  const { person } = await makeLeaver();
  await leave(person);
  const mail = (await mailsTo(person.email)).findLast(
    ({ template }) => template === "account_deletion_asked",
  );
  const token = new URL(String(mail?.data.url)).hash.replace("#token=", "");
  await makeDue(person.id);
  // The process stops between the cells and the control plane.
  await ownerPool().query(`
    create function platform.stop() returns trigger language plpgsql as $$ begin raise 'stopped'; end $$;
    create trigger stop before delete on platform.credentials execute function platform.stop()`);
  const failed = erasePerson(person.id);
  await expect(failed).rejects.toThrow(/stopped/);
  expect(await stateOf(person.id)).toBe("erasing");
  expect((await new TestBrowser().call(keep, { body: { token } })).status).toBe(409);
  await ownerPool().query("drop trigger stop on platform.credentials");
  await erasePeople();
  expect(await stateOf(person.id)).toBe("done");
  expect((await sql("select status from platform.users where id = $1", [person.id])).rows).toEqual([
    { status: "erased" },
  ]);
});

test("requests to join are forgotten after 90 days, answered or not", async () => {
  const { person, tenant } = await makeLeaver();
  const add = (id: string, days: number) =>
    sql(
      `insert into shared.membership_requests (tenant_id, id, user_id, email, status, decided_at, created_at)
       values ($1, $2, $3, $4, $5, null, now() - make_interval(days => $6))`,
      [tenant.id, id, days > 90 ? person.id : tenant.owner.id, person.email, "pending", days],
    );
  const [young, aged] = [newId(), newId()];
  await add(young, 89);
  await add(aged, 91);
  await expireInvitations();
  const { rows } = await sql("select id from shared.membership_requests where tenant_id = $1", [tenant.id]);
  expect(rows).toEqual([{ id: young }]);
});
