import { beforeAll, beforeEach, expect, test } from "vitest";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { lastInvitationToken, waitingMails } from "@/lib/testing/invitation-mails";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { requestInvitation } from "./answer/request-invitation";
import { inviteMembers } from "./invite-members";
import { listInvitations } from "./list-invitations";
import { resendInvitation } from "./resend-invitation";
import { revokeInvitation } from "./revoke-invitation";

let tenant: TestTenant;
let other: TestTenant;
let admin: TenantContext;
let guest: TestUser;

beforeAll(async () => {
  other = await makeTenant();
});
beforeEach(async () => {
  tenant = await makeTenant();
  admin = await makeContext(tenant, tenant.owner);
  guest = await makeUser({ firstName: "Gwen" });
});

const mails = () => waitingMails(tenant.id);
async function invite(email = guest.email, role = "viewer"): Promise<{ id: string; token: string }> {
  const { data } = await inviteMembers(admin, { invitations: [{ email, role }] });
  return { id: data[0]?.invitation_id ?? "", token: await lastToken() };
}

const lastToken = () => lastInvitationToken(tenant.id);

test("those without the permission are refused; foreign ids answer like unknown ones", async () => {
  await addMember(tenant, guest, "developer");
  const developer = await makeContext(tenant, guest);
  const { id } = await invite("third@example.test");
  const denied = { code: "permission_denied", details: { subject: "members:invite" } };
  await expect(
    inviteMembers(developer, { invitations: [{ email: "x@y.test", role: "viewer" }] }),
  ).rejects.toMatchObject(denied);
  await expect(resendInvitation(developer, id)).rejects.toMatchObject(denied);
  await expect(revokeInvitation(developer, id)).rejects.toMatchObject(denied);
  const elsewhere = await makeContext(other, other.owner);
  const answers = [];
  for (const wanted of [id, newId()]) {
    answers.push(
      await Promise.allSettled([resendInvitation(elsewhere, wanted), revokeInvitation(elsewhere, wanted)]),
    );
  }
  expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
  expect(JSON.stringify(answers[0])).toContain("not_found");
  expect((await listInvitations(elsewhere, { q: "third@" })).data).toEqual([]);
});

test("a key invites only into what its scopes hold, and nobody into an unknown role", async () => {
  const key = await makeKeyContext(tenant, tenant.owner, ["members:invite"]);
  const wish = { invitations: [{ email: "x@y.test", role: "tenant_admin" }] };
  await expect(inviteMembers(key, wish)).rejects.toMatchObject({
    details: { reason: "grants_more_than_held" },
  });
  await expect(
    inviteMembers(admin, { invitations: [{ email: "x@y.test", role: "emperor" }] }),
  ).rejects.toMatchObject({ code: "validation_failed" });
  expect(await mails()).toEqual([]);
});

test("an inviter with a role of the workspace's own gets the question, until they may invite no more", async () => {
  const recruiter = await makeUser();
  await addMember(tenant, recruiter, "viewer");
  const role = newId();
  await systemPool().query(
    "insert into shared.roles (tenant_id, id, key, name, rank) values ($1, $2, 'recruiter', 'Recruiter', 50)",
    [tenant.id, role],
  );
  await systemPool().query(
    `insert into shared.role_permissions (tenant_id, role_id, permission_key, effect)
     select $1, $2, unnest(array['members:invite', 'members:read', 'tenant:read', 'agents:read', 'roles:read', 'usage:read', 'teams:read', 'teams:lead']), 'allow'`,
    [tenant.id, role],
  );
  await setMemberRoles(admin, recruiter.id, { roles: [{ role: "recruiter" }] });
  await inviteMembers(await makeContext(tenant, recruiter), {
    invitations: [{ email: guest.email, role: "viewer" }],
  });
  const token = await lastInvitationToken(tenant.id, guest.email);
  const person = makeUserContext(guest);
  await requestInvitation(person, token, person.actor);
  await setMemberRoles(admin, recruiter.id, { roles: [{ role: "viewer" }] });
  await requestInvitation(person, token, person.actor);
  const asked = (await mails()).filter((mail) => mail.template === "invitation_requested");
  expect(asked.map((mail) => mail.to)).toEqual([recruiter.email, tenant.owner.email]);
});
