import { expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import { updateApiKey } from "@/lib/access/api-keys/update-api-key";
import { startBatch } from "@/lib/access/invitations/batches/start-batch";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createLink } from "@/lib/access/invitations/links/create-link";
import { resendInvitation } from "@/lib/access/invitations/resend-invitation";
import { decideMembershipRequest } from "@/lib/access/join-requests/decide-membership-request";
import { removeMember } from "@/lib/access/members/remove-member";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { updateRole } from "@/lib/access/roles/custom/update-role";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";

test("keys, roles and who holds them need a proof of the last ten minutes; what takes nothing does not", async () => {
  const tenant = await makeTenant({ planKey: "professional" });
  const vera = await makeUser();
  await addMember(tenant, vera, "developer");
  const ctx = await makeContext(tenant, tenant.owner);
  const minutesAgo = (minutes: number) =>
    makeContext(tenant, tenant.owner, {
      ...makeUserContext(tenant.owner).actor,
      authAt: new Date(Date.now() - minutes * 60_000),
    });
  const [late, inTime] = [await minutesAgo(11), await minutesAgo(9)];
  const wish = { name: "Key", scopes: ["agents:read"], ip_allowlist: ["192.0.2.0/24"] };
  const own = await createApiKey(ctx, wish);
  const theirs = await createApiKey(await makeContext(tenant, vera), wish);
  const role = await createRole(ctx, { name: "Own", permissions: ["agents:read"] });
  const asks = [
    () => createApiKey(late, wish),
    () => rotateApiKey(late, own.id, {}),
    () => revokeApiKey(late, theirs.id),
    () => updateApiKey(late, own.id, { ip_allowlist: [] }),
    () => updateApiKey(late, own.id, { ip_allowlist: ["192.0.0.0/16"] }),
    () => createRole(late, { name: "Other", permissions: ["agents:read"] }),
    () => updateRole(late, role.id, { name: "Mine" }, 1),
    () => deleteRole(late, role.id, null),
    () => setMemberRoles(late, vera.id, { roles: [{ role: "viewer" }] }),
    () => updateMember(late, vera.id, { role: "viewer" }),
  ];
  for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: "step_up_required" });
  await updateApiKey(late, own.id, { name: "Renamed", ip_allowlist: ["192.0.2.7"] });
  await revokeApiKey(late, own.id);
  await updateMember(late, vera.id, { status: "suspended" });
  await createApiKey(inTime, wish);
  await createApiKey(await makeKeyContext(tenant, tenant.owner, ["api_keys:create", "agents:read"]), wish);
});

test("to offer a grave role, in any way, needs the same proof; to offer a harmless one does not", async () => {
  const tenant = await makeTenant({ planKey: "professional" });
  const ctx = await makeContext(tenant, tenant.owner);
  const late = await makeContext(tenant, tenant.owner, {
    ...makeUserContext(tenant.owner).actor,
    authAt: new Date(Date.now() - 11 * 60_000),
  });
  const invite = (who: typeof ctx, role: string, email = `${newId()}@example.test`) =>
    inviteMembers(who, { invitations: [{ email, role }] });
  const ownRole = (name: string, permission: string) =>
    createRole(ctx, { name, permissions: [permission], rank: 1 });
  const [grave, harmless] = [await ownRole("Grave", "sso:manage"), await ownRole("Light", "agents:read")];
  const { data } = await invite(ctx, "tenant_admin");
  const open = data[0]?.invitation_id ?? "";
  const requester = await makeUser();
  const request = newId();
  await systemPool().query(
    "insert into shared.membership_requests (tenant_id, id, user_id, email) values ($1, $2, $3, $4)",
    [tenant.id, request, requester.id, requester.email],
  );
  const member = await makeUser();
  await addMember(tenant, member, "tenant_admin");
  await updateMember(ctx, member.id, { status: "suspended" });
  const link = { domains: ["example.test"], max_uses: 1, days: 1 };
  const asks = [
    () => invite(late, "tenant_admin"),
    () => invite(late, grave.key),
    () => startBatch(late, { text: "anna@example.test,tenant_admin", role: "viewer" }),
    () => resendInvitation(late, open),
    () => createLink(late, { ...link, role: grave.key }),
    () => decideMembershipRequest(late, request, { decision: "approve", role: "tenant_admin" }),
    () => updateMember(late, member.id, { status: "active" }),
    () => removeMember(late, member.id),
  ];
  for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: "step_up_required" });
  for (const role of ["viewer", "agent_manager", harmless.key]) await invite(late, role);
  await createLink(late, { ...link, role: "viewer" });
  await startBatch(late, { text: "anna@example.test,viewer", role: "tenant_admin" });
  await decideMembershipRequest(late, request, { decision: "decline" });
  const key = await makeKeyContext(tenant, tenant.owner, [...ctx.permissions]);
  await invite(key, "tenant_admin");
});
