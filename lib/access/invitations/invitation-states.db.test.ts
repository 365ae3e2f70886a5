import { expect, test } from "vitest";
import { updateMember } from "@/lib/access/members/update-member";
import { systemPool } from "@/lib/infra/database/pools";
import { lastInvitationToken } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { acceptInvitation } from "./answer/accept-invitation";
import { declineInvitation } from "./answer/decline-invitation";
import { lookUpInvitation } from "./answer/look-up-invitation";
import { bounceInvitation } from "./bounce-invitation";
import { expireInvitations } from "./expire-invitations";
import { inviteMembers } from "./invite-members";
import { listInvitations } from "./list-invitations";
import { resendInvitation } from "./resend-invitation";
import { revokeInvitation } from "./revoke-invitation";

async function world() {
  const tenant = await makeTenant();
  const admin = await makeContext(tenant, tenant.owner);
  const guest = await makeUser();
  const invite = async (role = "viewer", email = guest.email) => {
    const { data } = await inviteMembers(admin, { invitations: [{ email, role }] });
    return { id: data[0]?.invitation_id ?? "", token: await lastInvitationToken(tenant.id, email) };
  };
  return { tenant, admin, guest, person: makeUserContext(guest), invite };
}

async function rowOf(tenant: TestTenant, id: string) {
  const { rows } = await systemPool().query(
    "select status, accepted_by, closed_at from shared.invitations where tenant_id = $1 and id = $2",
    [tenant.id, id],
  );
  return rows[0];
}

const isMember = async (tenant: TestTenant, userId: string) => {
  const { rows } = await systemPool().query(
    "select 1 from shared.memberships where tenant_id = $1 and user_id = $2 and status = 'active'",
    [tenant.id, userId],
  );
  return rows.length === 1;
};

test("accept, decline and revoke at once: one wins, and the person is a member only if accept did", async () => {
  for (let round = 0; round < 4; round += 1) {
    const { tenant, admin, guest, person, invite } = await world();
    const { id, token } = await invite();
    await Promise.allSettled([
      ...Array.from({ length: 5 }, () => acceptInvitation(person, token)),
      ...Array.from({ length: 5 }, () => revokeInvitation(admin, id)),
      ...Array.from({ length: 5 }, () => declineInvitation(person, token)),
    ]);
    const row = await rowOf(tenant, id);
    expect(["accepted", "revoked", "declined"]).toContain(row?.status);
    expect(await isMember(tenant, guest.id)).toBe(row?.status === "accepted");
    const ends = (await tenantActions(tenant.id)).filter((action) => action !== "invitation.sent");
    expect(ends).toHaveLength(1);
  }
});

test("of parallel invitations to one address, however it is written, one is made", async () => {
  const { tenant, admin, guest } = await world();
  const spellings = [guest.email, guest.email.toUpperCase(), ` ${guest.email} `];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      inviteMembers(admin, { invitations: [{ email: spellings[n % 3] ?? "", role: "viewer" }] }),
    ),
  );
  expect(answers.filter(({ data }) => data[0]?.result === "invited")).toHaveLength(1);
  expect(new Set(answers.map(({ data }) => data[0]?.invitation_id)).size).toBe(1);
  expect(await tenantActions(tenant.id)).toEqual(["invitation.sent"]);
});

test("an offer to somebody who is a member by now is closed, and takes nothing from them", async () => {
  const { tenant, admin, guest, person, invite } = await world();
  const { id, token } = await invite();
  // The sole admin's address becomes the one that the offer was made to.
  const { rows } = await systemPool().query(
    "select role_id, joined_at from shared.memberships join shared.role_bindings b on b.subject_id = user_id where user_id = $1",
    [tenant.owner.id],
  );
  await systemPool().query("update platform.users set email = 'was-' || email where id = $1", [guest.id]);
  await systemPool().query("update platform.users set email = $2 where id = $1", [
    tenant.owner.id,
    guest.email,
  ]);
  const owner = makeUserContext(tenant.owner);
  const answers = await Promise.all([1, 2, 3].map(() => acceptInvitation(owner, token)));
  expect(answers[0]?.workspace.slug).toBe(tenant.slug);
  const after = await systemPool().query(
    "select role_id, joined_at from shared.memberships join shared.role_bindings b on b.subject_id = user_id where user_id = $1",
    [tenant.owner.id],
  );
  expect(after.rows).toEqual(rows);
  expect(await rowOf(tenant, id)).toMatchObject({ status: "revoked", accepted_by: null });
  expect(await tenantActions(tenant.id)).toEqual(["invitation.sent", "invitation.superseded"]);
  expect(admin.permissions.has("members:update")).toBe(true);
  await expect(acceptInvitation(person, token)).rejects.toMatchObject({
    details: { reason: "wrong_account" },
  });
});

test("the database itself refuses to change a closed invitation", async () => {
  const { tenant, admin, invite } = await world();
  const { id } = await invite();
  await revokeInvitation(admin, id);
  const set = (columns: string) =>
    systemPool().query(`update shared.invitations set ${columns} where tenant_id = $1 and id = $2`, [
      tenant.id,
      id,
    ]);
  for (const columns of [
    "status = 'pending'",
    "status = 'pending', token_hash = 'x'",
    "status = 'accepted', accepted_by = invited_by",
    "token_hash = 'x'",
  ]) {
    await expect(set(columns), columns).rejects.toMatchObject({ constraint: "invitation_transition" });
  }
  await set("invited_by_name = ''");
});

test("expired and bounced ones are closed, say so, and can be sent again with a new link", async () => {
  const { tenant, admin, guest, person, invite } = await world();
  const { id, token } = await invite();
  await systemPool().query("update shared.invitations set expires_at = now() where id = $1", [id]);
  expect(await expireInvitations()).toBeGreaterThan(0);
  expect(await rowOf(tenant, id)).toMatchObject({ status: "expired", closed_at: expect.any(Date) });
  expect((await listInvitations(admin, { status: "expired" })).data).toHaveLength(1);
  await resendInvitation(admin, id);
  expect(await rowOf(tenant, id)).toMatchObject({ status: "pending", closed_at: null });

  await bounceInvitation(tenant.id, id, "550 5.1.1 no such user");
  const second = await lastInvitationToken(tenant.id, guest.email);
  expect((await lookUpInvitation(second, null)).state).toBe("bounced");
  await expect(acceptInvitation(person, second)).rejects.toMatchObject({
    details: { reason: "invitation_bounced" },
  });
  expect((await listInvitations(admin, { status: "bounced" })).data[0]?.bounce_reason).toMatch(/^550/);
  const newer = await invite();
  await expect(resendInvitation(admin, id)).rejects.toMatchObject({ details: { reason: "already_invited" } });
  await bounceInvitation(tenant.id, newer.id, "550");
  await resendInvitation(admin, id);
  await acceptInvitation(person, await lastInvitationToken(tenant.id, guest.email));
  // A mail that comes back late changes nothing any more.
  await bounceInvitation(tenant.id, id, "550");
  expect(await rowOf(tenant, id)).toMatchObject({ status: "accepted" });
  await expect(lookUpInvitation(token, null)).rejects.toMatchObject({ code: "not_found" });
});

test("an offer ends when its maker falls below the role, and waits where single sign-on is required", async () => {
  const { tenant, admin, person, guest } = await world();
  const manager = await makeUser();
  await addMember(tenant, manager, "tenant_admin");
  await inviteMembers(await makeContext(tenant, manager), {
    invitations: [{ email: guest.email, role: "tenant_admin" }],
  });
  const token = await lastInvitationToken(tenant.id, guest.email);
  await setPolicy(tenant.id, { sso: { required: true } });
  expect((await lookUpInvitation(token, null)).state).toBe("single_sign_on");
  await expect(acceptInvitation(person, token)).rejects.toMatchObject({
    code: "sso_required",
    details: { reason: "invitation_needs_sso" },
  });
  await updateMember(admin, manager.id, { role: "developer" });
  expect((await lookUpInvitation(token, null)).state).toBe("withdrawn");
});
