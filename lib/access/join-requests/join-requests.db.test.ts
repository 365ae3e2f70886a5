import { expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { waitingMails } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TenantOptions } from "@/lib/testing/make-tenant";
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
