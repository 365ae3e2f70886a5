import { expect, test } from "vitest";
import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { lastInvitationToken, waitingMails } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TenantOptions } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { decideMembershipRequest } from "./decide-membership-request";
import { listMembershipRequests } from "./list-membership-requests";
import { listOffers } from "./list-offers";
import { requestMembership } from "./request-membership";
import { setJoinSetting } from "./set-join-setting";

let made = 0;

async function world(options: TenantOptions = {}) {
  made += 1;
  const domain = `colleagues-${made}.test`;
  const tenant = await makeTenant(options);
  await systemPool().query(
    `insert into platform.domains (id, tenant_id, hostname, token, status, verified_at)
     values ($1, $2, $3, 'x', 'verified', now())`,
    [newId(), tenant.id, domain],
  );
  const admin = await makeContext(tenant, tenant.owner);
  await setJoinSetting(admin, { enabled: true });
  let count = 0;
  const colleague = async () => {
    count += 1;
    return makeUserContext(await makeUser({ email: `c${count}@${domain}` }));
  };
  return { tenant, admin, domain, colleague };
}

const NOT_FOUND = { code: "not_found" };

test("a workspace's name is seen by people with a proved address in its proved domain, and by nobody else", async () => {
  const { tenant, admin, domain, colleague } = await world();
  const person = await colleague();
  expect(await listOffers(person)).toEqual([{ id: tenant.id, name: tenant.slug, domain, asked: false }]);

  const sub = makeUserContext(await makeUser({ email: `x@sub.${domain}` }));
  const stranger = makeUserContext(await makeUser());
  for (const other of [sub, stranger]) expect(await listOffers(other)).toEqual([]);
  const refusals = await Promise.all(
    [tenant.id, newId()].map((id) => requestMembership(stranger, id, {}).catch((error: Error) => error)),
  );
  expect(JSON.stringify(refusals[0])).toBe(JSON.stringify(refusals[1]));
  expect(refusals[0]).toMatchObject(NOT_FOUND);

  const hidden = async (change: string, undo: string) => {
    await systemPool().query(change);
    expect(await listOffers(person), change).toEqual([]);
    await expect(requestMembership(person, tenant.id, {})).rejects.toMatchObject(NOT_FOUND);
    await systemPool().query(undo);
  };
  const users = `update platform.users set email_verified_at =`;
  await hidden(
    `${users} null where id = '${person.actor.userId}'`,
    `${users} now() where email = '${person.actor.email}'`,
  );
  const domains = `update platform.domains set status =`;
  await hidden(
    `${domains} 'failing' where hostname = '${domain}'`,
    `${domains} 'verified' where hostname = '${domain}'`,
  );
  await setJoinSetting(admin, { enabled: false });
  expect(await listOffers(person)).toEqual([]);
});

test("asking mails the admins once; letting in makes a member on a seat, with a role that may be given", async () => {
  const { tenant, admin, colleague } = await world({ limits: { seats: 2 } });
  const person = await colleague();
  await Promise.all([1, 2, 3].map(() => requestMembership(person, tenant.id, { note: "Sales" })));
  expect((await listOffers(person))[0]?.asked).toBe(true);
  const { data } = await listMembershipRequests(admin, { status: "pending" });
  expect(data).toHaveLength(1);
  const id = data[0]?.id ?? "";
  await expect(
    decideMembershipRequest(admin, id, { decision: "approve", role: "emperor" }),
  ).rejects.toMatchObject({ code: "validation_failed" });
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const asViewer = await makeContext(tenant, viewer);
  for (const attempt of [
    listMembershipRequests(asViewer, {}),
    decideMembershipRequest(asViewer, id, { decision: "decline" }),
    setJoinSetting(asViewer, { enabled: false }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: "permission_denied" });
  }
  const approve = () => decideMembershipRequest(admin, id, { decision: "approve", role: "developer" });
  await expect(approve()).rejects.toMatchObject({ details: { reason: "seat_limit" } });
  await systemPool().query(
    "update platform.account_entitlements set limit_value = 3 where account_id = $1 and feature = 'seats'",
    [tenant.accountId],
  );
  const late = await makeContext(tenant, tenant.owner);
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      decideMembershipRequest(late, id, { decision: "approve", role: "developer" }),
    ),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await tenantActions(tenant.id)).slice(-3)).toEqual([
    "membership.requested",
    "member.joined",
    "membership.approved",
  ]);
  expect((await waitingMails(tenant.id)).map((mail) => [mail.template, mail.to])).toEqual([
    ["membership_requested", tenant.owner.email],
    ["membership_decided", person.actor.email],
  ]);
  expect(await listOffers(person)).toEqual([]);
  const other = await makeTenant();
  await expect(
    decideMembershipRequest(await makeContext(other, other.owner), id, { decision: "decline" }),
  ).rejects.toMatchObject(NOT_FOUND);
});

test("who came in another way keeps their role, unmailed; an open invitation ends with an approval", async () => {
  const { tenant, admin, colleague } = await world();
  const [invited, approved, outside] = [await colleague(), await colleague(), await colleague()];
  const ask = async (who: typeof invited) => {
    await requestMembership(who, tenant.id, {});
    await inviteMembers(admin, { invitations: [{ email: who.actor.email, role: "viewer" }] });
    const { data } = await listMembershipRequests(admin, { status: "pending" });
    return data.find(({ person }) => person.email === who.actor.email)?.id ?? "";
  };
  const first = await ask(invited);
  await acceptInvitation(invited, await lastInvitationToken(tenant.id, invited.actor.email));
  const approve = { decision: "approve", role: "tenant_admin" } as const;
  expect(await decideMembershipRequest(admin, first, approve)).toMatchObject({
    status: "closed",
    role: null,
  });
  const roles = await systemPool().query(
    `select r.key from shared.role_bindings b join shared.roles r on r.id = b.role_id where b.subject_id = $1`,
    [invited.actor.userId],
  );
  expect(roles.rows).toEqual([{ key: "viewer" }]);

  await decideMembershipRequest(admin, await ask(approved), approve);
  const open = await systemPool().query(
    "select 1 from shared.invitations where tenant_id = $1 and status = 'pending'",
    [tenant.id],
  );
  expect(open.rowCount).toBe(0);
  expect((await tenantActions(tenant.id)).slice(-3)).toEqual([
    "invitation.superseded",
    "member.joined",
    "membership.approved",
  ]);
  const decided = (await waitingMails(tenant.id)).filter((mail) => mail.template === "membership_decided");
  expect(decided.map(({ to }) => to)).toEqual([approved.actor.email]);

  const last = await ask(outside);
  await setPolicy(tenant.id, { sso: { required: true } });
  await expect(decideMembershipRequest(admin, last, approve)).rejects.toMatchObject({
    details: { reason: "request_needs_sso" },
  });
});

test("what made somebody eligible is asked again; who was declined waits", async () => {
  const { tenant, admin, domain, colleague } = await world();
  const [moved, refused] = [await colleague(), await colleague()];
  for (const who of [moved, refused]) await requestMembership(who, tenant.id, {});
  const { data } = await listMembershipRequests(admin, {});
  const idOf = (email: string) => data.find(({ person }) => person.email === email)?.id ?? "";
  await systemPool().query("update platform.users set email = 'away@elsewhere.test' where id = $1", [
    moved.actor.userId,
  ]);
  const approve = { decision: "approve", role: "viewer" } as const;
  await expect(decideMembershipRequest(admin, idOf(moved.actor.email), approve)).rejects.toMatchObject({
    details: { reason: "requester_changed" },
  });
  const id = idOf(refused.actor.email);
  await systemPool().query("delete from platform.domains where hostname = $1", [domain]);
  await expect(decideMembershipRequest(admin, id, approve)).rejects.toMatchObject({
    details: { reason: "requester_changed" },
  });
  await systemPool().query(
    `insert into platform.domains (id, tenant_id, hostname, token, status, verified_at)
     values ($1, $2, $3, 'x', 'verified', now())`,
    [newId(), tenant.id, domain],
  );
  await decideMembershipRequest(admin, id, { decision: "decline" });
  await expect(requestMembership(refused, tenant.id, {})).rejects.toMatchObject({
    details: { reason: "request_declined" },
  });
  for (let asks = 0; asks < 3; asks += 1)
    await requestMembership(refused, tenant.id, {}).catch(() => undefined);
  await expect(requestMembership(refused, tenant.id, {})).rejects.toMatchObject({ code: "rate_limited" });
});
