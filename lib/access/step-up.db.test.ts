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
import { openPortal } from "@/lib/billing/open-portal";
import { cancelSubscription } from "@/lib/billing/subscriptions/cancel-subscription";
import { changeSubscription } from "@/lib/billing/subscriptions/change-subscription";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { addDomain } from "@/lib/lifecycle/domains/add-domain";
import { removeDomain } from "@/lib/lifecycle/domains/remove-domain";
import { createExportLink } from "@/lib/lifecycle/exports/create-export-link";
import { requestExport } from "@/lib/lifecycle/exports/request-export";
import { startPassport } from "@/lib/lifecycle/passport/exports/start-passport";
import { renameTenant } from "@/lib/lifecycle/slugs/rename-tenant";
import { deleteTenant } from "@/lib/lifecycle/tenants/delete-tenant";
import { loadRoutes } from "@/lib/testing/load-routes";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { isPermission, permissionSpec } from "./permissions";

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
    () => changeSubscription(late, { id: newId(), plan: "starter", interval: "month" }),
    () => cancelSubscription(late, { id: newId(), reason: "other" }),
    () => openPortal(late, { flow: "payment_method" }),
    () => requestExport(late),
    () => createExportLink(late, newId()),
    () => startPassport(late, { passphrase: "correct horse battery staple" }),
    () => renameTenant(late, tenant.id, { slug: "elsewhere" }),
    () => addDomain(late, { hostname: "portal.example.com" }),
    () => removeDomain(late, newId()),
    () => deleteTenant(late, tenant.id),
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

/** Routes of a workspace that high risk is at stake in and that a session left open may use, and why. */
const NEEDS_NONE: Record<string, string> = {
  "POST /api/v1/subscriptions": "Stripe asks for the card before anything happens",
  "POST /api/v1/subscriptions/{id}/resume": "takes a cancellation back: what was agreed goes on",
  "POST /api/v1/domains/{id}/checks": "looks at a record, which only who holds the domain can set",
  "DELETE /api/v1/users/{id}": "gives nobody anything; an invitation brings them back",
  "PUT /api/v1/features/{feature}": "a switch, as easily put back",
  "PUT /api/v1/membership-requests/setting": "lets people ask; each answer that gives much is proved",
  "POST /api/v1/security-policy/impact": "changes nothing",
  "PUT /api/v1/integrations/{kind}": "events for a chat, without secrets or personal data",
  "DELETE /api/v1/integrations/{kind}": "ends messages to a chat",
  "POST /api/v1/integrations/{kind}/test": "sends a test message",
  "DELETE /api/v1/support-sessions/{id}": "shuts support out",
  "POST /api/v1/sso-connections": "prepares; nothing is in force before it is switched on",
  "POST /api/v1/sso-connections/{id}/tests": "signs nobody in",
  "POST /api/v1/sso-connections/{id}/domains": "a claim, worth nothing before its record is found",
  "POST /api/v1/sso-connections/{id}/domains/{domain_id}/checks": "looks at a record",
  "DELETE /api/v1/sso-connections/{id}/setup-link": "ends a link",
};

const PROVED = [
  "DELETE /api/v1/domains/{id}",
  "DELETE /api/v1/roles/{id}",
  "DELETE /api/v1/service-accounts/{id}",
  "DELETE /api/v1/sso-connections/{id}",
  "DELETE /api/v1/sso-connections/{id}/directory/tokens/{token_id}",
  "DELETE /api/v1/sso-connections/{id}/domains/{domain_id}",
  "DELETE /api/v1/teams/{id}/roles/{role_id}",
  "DELETE /api/v1/tenants/{id}",
  "POST /api/v1/access/requests/{id}/decision",
  "POST /api/v1/api-keys",
  "POST /api/v1/api-keys/{id}/rotations",
  "POST /api/v1/billing/portal-session",
  "POST /api/v1/domains",
  "POST /api/v1/exports",
  "POST /api/v1/exports/{id}/link",
  "POST /api/v1/passports",
  "POST /api/v1/roles",
  "POST /api/v1/service-accounts",
  "POST /api/v1/sso-connections/{id}/directory/tokens",
  "POST /api/v1/sso-connections/{id}/setup-link",
  "POST /api/v1/sso-keys",
  "POST /api/v1/subscriptions/{id}/cancel",
  "POST /api/v1/support-requests/{id}/decision",
  "POST /api/v1/teams/{id}/roles",
  "POST /api/v1/users/{id}/factor-reset",
  "PUT /api/v1/api-keys/{id}",
  "PUT /api/v1/roles/{id}",
  "PUT /api/v1/security-policy",
  "PUT /api/v1/service-accounts/{id}",
  "PUT /api/v1/service-accounts/{id}/roles",
  "PUT /api/v1/sso-connections/{id}",
  "PUT /api/v1/sso-connections/{id}/directory",
  "PUT /api/v1/sso-connections/{id}/directory/groups/{group_id}",
  "PUT /api/v1/sso-connections/{id}/status",
  "PUT /api/v1/sso-enforcement",
  "PUT /api/v1/sso-keys/current",
  "PUT /api/v1/subscriptions/{id}",
  "PUT /api/v1/tenants/{id}/slug",
  "PUT /api/v1/users/{id}",
  "PUT /api/v1/users/{id}/roles",
];

test("every route that changes something of high risk asks for a proof, or says why it needs none", async () => {
  const { routes } = await loadRoutes();
  const grave = routes
    .filter(({ spec }) => spec.auth === "tenant" && spec.method !== "GET")
    .filter(({ spec: { permission } }) =>
      permission && isPermission(permission) ? permissionSpec(permission).risk === "high" : false,
    )
    .map(({ spec }) => `${spec.method} ${spec.path}`);
  expect(grave.sort()).toEqual([...PROVED, ...Object.keys(NEEDS_NONE)].sort());
});
