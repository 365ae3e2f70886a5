import { beforeEach, expect, test } from "vitest";
import { removeMember } from "@/lib/access/members/remove-member";
import { updateMember } from "@/lib/access/members/update-member";
import { updateMe } from "@/lib/auth/profile/update-me";
import type { TenantContext } from "@/lib/core/context";
import { systemPool } from "@/lib/infra/database/pools";
import { newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { lastInvitationToken, waitingMails } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { acceptInvitation } from "./answer/accept-invitation";
import { declineInvitation } from "./answer/decline-invitation";
import { lookUpInvitation } from "./answer/look-up-invitation";
import { requestInvitation } from "./answer/request-invitation";
import { inviteMembers } from "./invite-members";
import { listInvitations } from "./list-invitations";
import { resendInvitation } from "./resend-invitation";
import { revokeInvitation } from "./revoke-invitation";

let tenant: TestTenant;
let admin: TenantContext;
let guest: TestUser;

beforeEach(async () => {
  tenant = await makeTenant();
  admin = await makeContext(tenant, tenant.owner);
  guest = await makeUser({ firstName: "Gwen" });
});

const mails = () => waitingMails(tenant.id);
const actions = () => tenantActions(tenant.id);

async function invite(email = guest.email, role = "viewer"): Promise<{ id: string; token: string }> {
  const { data } = await inviteMembers(admin, { invitations: [{ email, role }] });
  return { id: data[0]?.invitation_id ?? "", token: await lastToken() };
}

const lastToken = () => lastInvitationToken(tenant.id);

async function expire(id: string): Promise<void> {
  await withSystem((tx) =>
    tx.invitation.updateMany({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } }),
  );
}

test("invites many at once, each address with its own result", async () => {
  const { data } = await inviteMembers(admin, {
    invitations: [
      { email: "  New.Person@Example.TEST ", role: "viewer" },
      { email: "new.person@example.test", role: "developer" },
      { email: tenant.owner.email.toUpperCase(), role: "viewer" },
      { email: guest.email, role: "developer" },
      { email: "no address", role: "viewer" },
    ],
  });
  expect(data.map((item) => item.result)).toEqual([
    "invited",
    "already_invited",
    "already_member",
    "invited",
    "invalid",
  ]);
  expect(data[0]?.email).toBe("new.person@example.test");
  expect((await mails()).map((mail) => mail.to)).toEqual(["new.person@example.test", guest.email]);
  expect(await actions()).toEqual(["invitation.sent", "invitation.sent"]);
});

test("the answer does not tell whether an address has an account", async () => {
  const { data } = await inviteMembers(admin, {
    invitations: [
      { email: guest.email, role: "viewer" },
      { email: "nobody@example.test", role: "viewer" },
    ],
  });
  const shapes = data.map(({ email: _email, invitation_id: _id, ...rest }) => rest);
  expect(shapes[0]).toEqual(shapes[1]);
});

test("only the token's hash is stored, and the list never shows it", async () => {
  const { token } = await invite();
  const { rows } = await systemPool().query(
    "select i::text as row from shared.invitations i where tenant_id = $1 union all select d::text from platform.token_directory d",
    [tenant.id],
  );
  expect(rows.length).toBeGreaterThan(1);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(JSON.stringify(await listInvitations(admin, {}))).not.toContain(token);
});

test("lists, filters and pages invitations", async () => {
  const invitations = Array.from({ length: 5 }, (_, n) => ({ email: `p${n}@example.test`, role: "viewer" }));
  await inviteMembers(admin, { invitations });
  const first = await listInvitations(admin, { limit: 3 });
  const second = await listInvitations(admin, { limit: 3, cursor: first.page.next_cursor ?? "" });
  expect(new Set([...first.data, ...second.data].map((row) => row.email)).size).toBe(5);
  await expire(first.data[0]?.id ?? "");
  expect((await listInvitations(admin, { status: "expired" })).data).toHaveLength(1);
  expect((await listInvitations(admin, { status: "pending" })).data).toHaveLength(4);
  expect((await listInvitations(admin, { q: "P3@" })).data).toHaveLength(1);
});

test("who never chose a time zone starts with the workspace's; a chosen one stays", async () => {
  await systemPool().query("update platform.tenants set time_zone = 'America/New_York' where id = $1", [
    tenant.id,
  ]);
  const zoneOf = async (id: string) => {
    const { rows } = await systemPool().query("select time_zone from platform.users where id = $1", [id]);
    return rows[0]?.time_zone;
  };
  await acceptInvitation(makeUserContext(guest), (await invite(guest.email)).token);
  expect(await zoneOf(guest.id)).toBe("America/New_York");
  const chooser = await makeUser();
  await updateMe(makeUserContext(chooser), { time_zone: "Asia/Tokyo" });
  await acceptInvitation(makeUserContext(chooser), (await invite(chooser.email)).token);
  expect(await zoneOf(chooser.id)).toBe("Asia/Tokyo");
});

test("accepting makes the member, tells the inviter, and can be repeated", async () => {
  const { token } = await invite(guest.email, "developer");
  const person = makeUserContext(guest);
  expect(await lookUpInvitation(token, person.actor)).toMatchObject({
    state: "pending",
    workspace: { slug: tenant.slug },
    role: "developer",
    viewer: { is_invitee: true, is_member: false },
  });
  const accepted = await acceptInvitation(person, token);
  expect(accepted.workspace.slug).toBe(tenant.slug);
  await acceptInvitation(person, token);
  expect((await makeContext(tenant, guest)).permissions.has("api_keys:create")).toBe(true);
  expect(await lookUpInvitation(token, person.actor)).toMatchObject({
    state: "used",
    viewer: { is_member: true },
  });
  expect(await actions()).toEqual(["invitation.sent", "member.joined"]);
  expect((await mails()).map((mail) => [mail.template, mail.to])).toEqual([
    ["invitation", guest.email],
    ["invitation_accepted", tenant.owner.email],
  ]);
  const { rows } = await systemPool().query("select tenant_id, role from platform.users where id = $1", [
    guest.id,
  ]);
  expect(rows).toEqual([{ tenant_id: tenant.id, role: "developer" }]);
});

test("50 parallel acceptances make one member, one event and one mail", async () => {
  const { token } = await invite();
  const person = makeUserContext(guest);
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => acceptInvitation(person, token)));
  expect(results.filter((result) => result.status === "fulfilled").length).toBeGreaterThan(0);
  expect((await actions()).filter((action) => action === "member.joined")).toHaveLength(1);
  expect((await mails()).filter((mail) => mail.template === "invitation_accepted")).toHaveLength(1);
});

test("an unknown, tampered, truncated or replaced token is no invitation at all", async () => {
  const { id, token } = await invite();
  const person = makeUserContext(guest);
  const flipped = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;
  await resendInvitation(admin, id);
  for (const wrong of [newToken(), flipped, token.slice(0, -1), token]) {
    for (const attempt of [
      () => acceptInvitation(person, wrong),
      () => declineInvitation(person, wrong),
      () => lookUpInvitation(wrong, null),
      () => requestInvitation(person, wrong, null),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
  }
  await acceptInvitation(person, await lastToken());
});

test("a token opens its own tenant and no other", async () => {
  const { token } = await invite();
  await acceptInvitation(makeUserContext(guest), token);
  const { rows } = await systemPool().query(
    "select tenant_id from platform.user_tenants where user_id = $1",
    [guest.id],
  );
  expect(rows).toEqual([{ tenant_id: tenant.id }]);
});

test("another account can neither accept nor decline, nor can an address that nobody proved", async () => {
  const { token } = await invite();
  const stranger = makeUserContext(await makeUser());
  expect((await lookUpInvitation(token, stranger.actor)).viewer?.is_invitee).toBe(false);
  const wrongAccount = { code: "permission_denied", details: { reason: "wrong_account" } };
  await expect(acceptInvitation(stranger, token)).rejects.toMatchObject(wrongAccount);
  await expect(declineInvitation(stranger, token)).rejects.toMatchObject(wrongAccount);
  await systemPool().query("update platform.users set email_verified_at = null where id = $1", [guest.id]);
  await expect(acceptInvitation(makeUserContext(guest), token)).rejects.toMatchObject({
    details: { reason: "email_unverified" },
  });
});

test("expired, revoked and declined links say so", async () => {
  const person = makeUserContext(guest);
  const { id, token } = await invite();
  await expire(id);
  expect((await lookUpInvitation(token, null)).state).toBe("expired");
  await expect(acceptInvitation(person, token)).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "invitation_expired" },
  });
  const second = await invite();
  await revokeInvitation(admin, second.id);
  await revokeInvitation(admin, second.id);
  expect((await lookUpInvitation(second.token, null)).state).toBe("revoked");
  await expect(acceptInvitation(person, second.token)).rejects.toMatchObject({
    details: { reason: "invitation_revoked" },
  });
  const third = await invite();
  await declineInvitation(person, third.token);
  await declineInvitation(person, third.token);
  expect((await lookUpInvitation(third.token, null)).state).toBe("declined");
  await expect(acceptInvitation(person, third.token)).rejects.toMatchObject({
    details: { reason: "invitation_declined" },
  });
  await expect(revokeInvitation(admin, third.id)).rejects.toMatchObject({
    details: { reason: "invitation_closed" },
  });
  await expect(resendInvitation(admin, third.id)).rejects.toMatchObject({
    details: { reason: "invitation_closed" },
  });
  expect(await actions()).toEqual([
    "invitation.sent",
    "invitation.replaced",
    "invitation.sent",
    "invitation.revoked",
    "invitation.sent",
    "invitation.declined",
  ]);
});

test("an offer dies with the inviter's right to make it", async () => {
  const second = await makeUser();
  await addMember(tenant, second, "tenant_admin");
  const { token } = await invite(guest.email, "developer");
  await updateMember(await makeContext(tenant, second), tenant.owner.id, { role: "viewer" });
  expect((await lookUpInvitation(token, null)).state).toBe("withdrawn");
  await expect(acceptInvitation(makeUserContext(guest), token)).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "inviter_lacks_rights" },
  });
});

test("a deactivated member cannot come back by invitation; a removed one can", async () => {
  const { token } = await invite();
  await addMember(tenant, guest, "viewer");
  await updateMember(admin, guest.id, { status: "suspended" });
  await expect(acceptInvitation(makeUserContext(guest), token)).rejects.toMatchObject({
    details: { reason: "membership_suspended" },
  });
  await removeMember(admin, guest.id);
  await acceptInvitation(makeUserContext(guest), token);
  expect((await makeContext(tenant, guest)).permissions.has("agents:read")).toBe(true);
});

test("a suspended workspace takes nobody", async () => {
  const { token } = await invite();
  await systemPool().query("update platform.tenants set status = 'suspended' where id = $1", [tenant.id]);
  expect((await lookUpInvitation(token, null)).state).toBe("unavailable");
  await expect(acceptInvitation(makeUserContext(guest), token)).rejects.toMatchObject({
    details: { reason: "workspace_unavailable" },
  });
});

test("an invitation is sent again at most five times a day", async () => {
  const { id } = await invite();
  for (let sends = 0; sends < 5; sends += 1) await resendInvitation(admin, id);
  await expect(resendInvitation(admin, id)).rejects.toMatchObject({ code: "rate_limited" });
});

test("asking for a new invitation mails the inviter, twice a day at most", async () => {
  const { id, token } = await invite();
  await expire(id);
  const stranger = makeUserContext(await makeUser());
  for (let asks = 0; asks < 4; asks += 1) await requestInvitation(stranger, token, stranger.actor);
  const asked = (await mails()).filter((mail) => mail.template === "invitation_requested");
  expect(asked.map((mail) => mail.to)).toEqual([tenant.owner.email, tenant.owner.email]);
  expect(asked[0]?.data).toMatchObject({ email: stranger.actor.email });
});
