import { beforeAll, beforeEach, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
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

type Mail = { template: string; to: string; data: { url: string } };

async function mails(): Promise<Mail[]> {
  const { rows } = await systemPool().query<{ id: string; payload: string; tenantId: string }>(
    "select id, payload, tenant_id as \"tenantId\" from platform.outbox where tenant_id = $1 and queue = 'mail' order by id",
    [tenant.id],
  );
  return Promise.all(rows.map(async (row) => (await openJob(row)) as Mail));
}

async function _actions(): Promise<string[]> {
  const rows = await withTenant({ tenantId: tenant.id }, (tx) =>
    tx.domainEvent.findMany({ where: { tenantId: tenant.id }, orderBy: { id: "asc" } }),
  );
  return rows.map((row) => row.action);
}

async function invite(email = guest.email, role = "viewer"): Promise<{ id: string; token: string }> {
  const { data } = await inviteMembers(admin, { invitations: [{ email, role }] });
  return { id: data[0]?.invitation_id ?? "", token: await lastToken() };
}

async function lastToken(): Promise<string> {
  const letters = (await mails()).filter((mail) => mail.template === "invitation");
  return new URL(letters.at(-1)?.data.url ?? "").hash.slice(1);
}

async function _expire(id: string): Promise<void> {
  await withSystem((tx) =>
    tx.invitation.updateMany({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } }),
  );
}

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
