import { expect, test } from "vitest";
import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { resendInvitation } from "@/lib/access/invitations/resend-invitation";
import { addMember as addToTenant } from "@/lib/access/members/add-member";
import { removeMember } from "@/lib/access/members/remove-member";
import { updateMember } from "@/lib/access/members/update-member";
import { getReceipt } from "@/lib/access/receipts/get-receipt";
import { keepReceipt } from "@/lib/access/receipts/keep-receipt";
import { LimitError } from "@/lib/core/errors";
import { systemPool } from "@/lib/infra/database/pools";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lastInvitationToken } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { getSeats } from "./get-seats";

const FULL = {
  code: "limit_reached",
  details: { subject: "seats", reason: "seat_limit" },
};

async function invite(tenant: TestTenant, ...emails: string[]) {
  const admin = await makeContext(tenant, tenant.owner);
  return inviteMembers(admin, { invitations: emails.map((email) => ({ email, role: "viewer" })) });
}

/** As a provisioning path does it: no invitation, straight into the workspace. */
async function join(tenant: TestTenant, user: TestUser, seatLimit: number | null): Promise<void> {
  await withTenant({ tenantId: tenant.id }, async (tx) => {
    const role = await tx.role.findUniqueOrThrow({
      where: { tenantId_key: { tenantId: tenant.id, key: "viewer" } },
      select: { id: true, key: true },
    });
    const person = { ...user, firstName: "Test", lastName: "Person" };
    await addToTenant(tx, {
      tenantId: tenant.id,
      user: person,
      role,
      source: "jit",
      createdBy: null,
      seatLimit,
    });
  });
}

async function setLimit(tenant: TestTenant, limit: number): Promise<void> {
  await systemPool().query(
    "update platform.account_entitlements set limit_value = $2 where account_id = $1 and feature = 'seats'",
    [tenant.accountId, limit],
  );
}

test("members, deactivated ones and open invitations take seats; who leaves or lapses gives theirs back", async () => {
  const tenant = await makeTenant({ limits: { seats: 4 } });
  const admin = await makeContext(tenant, tenant.owner);
  const member = await makeUser();
  await addMember(tenant, member, "viewer");
  const { data } = await invite(tenant, "one@example.test", "two@example.test");
  const full = { members: 2, pending: 2, used: 4, limit: 4, available: 0 };
  expect(await getSeats(admin)).toEqual(full);
  await updateMember(admin, member.id, { status: "suspended" });
  expect(await getSeats(admin)).toEqual(full);
  await expect(invite(tenant, "three@example.test")).rejects.toMatchObject({
    ...FULL,
    details: { ...FULL.details, figures: { used: 4, limit: 4 } },
  });
  // Nobody of a batch is invited when it does not fit as a whole; who is invited already needs no seat.
  expect((await invite(tenant, "two@example.test", member.email)).data.map((row) => row.result)).toEqual([
    "already_invited",
    "already_member",
  ]);
  await removeMember(admin, member.id);
  await expect(invite(tenant, "three@example.test", "four@example.test")).rejects.toMatchObject(FULL);
  expect((await getSeats(admin)).used).toBe(3);
  await invite(tenant, "three@example.test");
  // An expired invitation has given its seat away: sending it again needs a new one.
  const expired = data[0]?.invitation_id ?? "";
  await systemPool().query("update shared.invitations set expires_at = now() where id = $1", [expired]);
  await invite(tenant, "five@example.test");
  await expect(resendInvitation(admin, expired)).rejects.toMatchObject(FULL);
});

test("the refusal has a receipt that names the counter and the way forward", async () => {
  const tenant = await makeTenant({ limits: { seats: 1 } });
  const admin = await makeContext(tenant, tenant.owner);
  const refusal = await invite(tenant, "late@example.test").catch((error: unknown) => error);
  if (!(refusal instanceof LimitError)) throw refusal;
  const { id } = await keepReceipt(admin, refusal, { method: "POST", route: "/api/v1/invitations" });
  expect(await getReceipt(admin, id)).toMatchObject({
    counter: { used: 1, limit: 1 },
    fixes: [{ kind: "make_room" }, { kind: "upgrade_plan", feature: "seats" }],
  });
});

test("after a downgrade everybody stays and nobody new comes in", async () => {
  const tenant = await makeTenant({ limits: { seats: 5 } });
  const guest = await makeUser();
  for (let made = 0; made < 3; made += 1) await addMember(tenant, await makeUser(), "viewer");
  await invite(tenant, guest.email);
  const token = await lastInvitationToken(tenant.id);
  await setLimit(tenant, 2);
  const admin = await makeContext(tenant, tenant.owner);
  expect(await getSeats(admin)).toEqual({ members: 4, pending: 1, used: 5, limit: 2, available: 0 });
  await expect(acceptInvitation(makeUserContext(guest), token)).rejects.toMatchObject(FULL);
  await setLimit(tenant, 5);
  await acceptInvitation(makeUserContext(guest), token);
});

test("of parallel joins and invitations exactly as many succeed as there are seats", async () => {
  const tenant = await makeTenant({ limits: { seats: 9 } });
  const admin = await makeContext(tenant, tenant.owner);
  const people = await Promise.all(Array.from({ length: 20 }, () => makeUser()));
  const results = await Promise.allSettled([
    ...people.map((user) => join(tenant, user, 9)),
    ...Array.from({ length: 20 }, (_, n) => invite(tenant, `race-${n}@example.test`)),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject(FULL);
  expect((await getSeats(admin)).used).toBe(9);

  // The same without the check: the races that it closes are real.
  const open = await makeTenant({ limits: { seats: 9 } });
  await Promise.all(people.slice(0, 12).map((user) => join(open, user, null)));
  expect((await getSeats(await makeContext(open, open.owner))).used).toBe(13);
});
