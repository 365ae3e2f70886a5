import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { leaveTenant } from "@/lib/access/members/leave-tenant";
import { removeMember } from "@/lib/access/members/remove-member";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { updateMember } from "@/lib/access/members/update-member";
import { keepReceipt } from "@/lib/access/receipts/keep-receipt";
import { decideAccessRequest } from "@/lib/access/receipts/requests/decide-access-request";
import { requestAccess } from "@/lib/access/receipts/requests/request-access";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { updateRole } from "@/lib/access/roles/custom/update-role";
import { endExpiredRoles } from "@/lib/access/roles/grants/end-expired-roles";
import { setGroupRoles } from "@/lib/access/scim/directory/set-group-roles";
import { setServiceAccountRoles } from "@/lib/access/service-accounts/set-service-account-roles";
import type { TenantContext } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { findLeftBehind } from "@/lib/lifecycle/own-account/find-left-behind";
import { handOverTenant } from "@/lib/lifecycle/own-account/hand-over-tenant";
import { requestDeletion } from "@/lib/lifecycle/own-account/request-deletion";
import { openJob } from "@/lib/notifications/open-job";
import { addTeamMember } from "@/lib/teams/members/add-team-member";
import { removeTeamMember } from "@/lib/teams/members/remove-team-member";
import { giveTeamRole } from "@/lib/teams/roles/give-team-role";
import { takeTeamRole } from "@/lib/teams/roles/take-team-role";
import { updateTeam } from "@/lib/teams/update-team";
import { makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import type { TestUser } from "@/lib/testing/make-tenant";
import { contextOf, type World } from "./world";

/** What can be done to roles and members; a control replaces one of them by a faulty one. */
export const VERBS = {
  createRole,
  updateRole,
  deleteRole,
  setMemberRoles,
  updateMember,
  removeMember,
  leaveTenant,
  inviteMembers,
  acceptInvitation,
  setServiceAccountRoles,
  setGroupRoles,
  giveTeamRole,
  takeTeamRole,
  addTeamMember,
  removeTeamMember,
  updateTeam,
  handOverTenant,
  requestDeletion,
};
export type Verbs = typeof VERBS;

/** One step, by numbers that mean something in any state: the n-th person, the n-th role there is. */
export type Step = {
  kind:
    | "create"
    | "edit"
    | "delete"
    | "assign"
    | "replace"
    | "suspend"
    | "reactivate"
    | "remove"
    | "leave"
    | "invite"
    | "accept"
    | "program"
    | "group"
    | "team role"
    | "team take"
    | "team join"
    | "team out"
    | "team move"
    | "hand over"
    | "depart"
    | "request"
    | "elapse";
  actor: number;
  target: number;
  role: number;
  other: number;
  allow: readonly string[];
  deny: readonly string[];
  rank: number;
  ends: boolean;
  /** The actor acts through an API key with these scopes. */
  scopes: readonly string[] | null;
};

type Named = { id: string; key: string; revision: number; system_key: string | null };

async function rolesOf({ tenant }: World): Promise<Named[]> {
  const { rows } = await ownerPool().query<Named>(
    "select id, key, revision, system_key from shared.roles where tenant_id = $1 order by system_key nulls last, key",
    [tenant.id],
  );
  return rows;
}

/** Does one step as the product would on a request; what it refuses is fine, what crashes is thrown. */
export async function perform(world: World, step: Step, verbs: Verbs): Promise<void> {
  const roles = await rolesOf(world);
  const own = roles.filter((role) => role.system_key === null);
  const pick = <T>(list: readonly T[], at: number) => list[at % Math.max(1, list.length)];
  const [role, other, mine] = [pick(roles, step.role), pick(roles, step.other), pick(own, step.role)];
  const [actor, target] = [pick(world.people, step.actor), pick(world.people, step.target)];
  const team = pick(world.cast.teams, step.other);
  if (!role || !other || !actor || !target || !team) return;
  // Who deletes their account is signed out everywhere, and can be handed nothing by a page.
  if (!(await isOpen(actor)) || (step.kind === "accept" && !(await isOpen(target)))) return;
  const ctx = step.scopes
    ? await makeKeyContext(world.tenant, actor, step.scopes)
    : await contextOf(world, step.actor);
  const contents = {
    permissions: [...step.allow],
    denied: step.deny.filter((key) => !step.allow.includes(key)),
  };
  // Ends before and after one another: whoever has a role for an hour tries to give it for five.
  const hours = (step.rank % 5) + 1;
  const until = step.ends ? new Date(Date.now() + hours * 3_600_000).toISOString() : null;
  const work: Record<Step["kind"], () => Promise<unknown>> = {
    create: () => verbs.createRole(ctx, { name: `Role ${newId()}`, rank: step.rank, ...contents }),
    edit: async () => mine && verbs.updateRole(ctx, mine.id, { ...contents, rank: step.rank }, mine.revision),
    delete: async () => mine && verbs.deleteRole(ctx, mine.id, step.ends ? other.id : null),
    assign: () =>
      verbs.setMemberRoles(ctx, target.id, {
        roles: [
          { role: role.key, expires_at: until },
          ...(other.key === role.key ? [] : [{ role: other.key, expires_at: null }]),
        ],
      }),
    replace: () => verbs.updateMember(ctx, target.id, { role: role.key }),
    suspend: () => verbs.updateMember(ctx, target.id, { status: "suspended" }),
    reactivate: () => verbs.updateMember(ctx, target.id, { status: "active" }),
    remove: () => verbs.removeMember(ctx, target.id),
    leave: () => verbs.leaveTenant(ctx),
    invite: () => verbs.inviteMembers(ctx, { invitations: [{ email: target.email, role: role.key }] }),
    accept: async () => {
      const token = await tokenFor(world, target.email);
      if (token) await verbs.acceptInvitation(makeUserContext(target), token);
    },
    program: () =>
      verbs.setServiceAccountRoles(ctx, world.cast.program, {
        roles: [{ role: role.key, expires_at: until }],
      }),
    group: () =>
      verbs.setGroupRoles(ctx, world.cast.connection, world.cast.group, {
        roles: step.ends ? [role.key] : [],
      }),
    "team role": () =>
      verbs.giveTeamRole(ctx, team, { role: role.key, inherit: step.rank % 2 === 0, expires_at: until }),
    "team take": () => verbs.takeTeamRole(ctx, team, role.id),
    "team join": () =>
      verbs.addTeamMember(ctx, team, { user_id: target.id, kind: step.ends ? "manager" : "member" }),
    "team out": () => verbs.removeTeamMember(ctx, team, target.id),
    "team move": () =>
      verbs.updateTeam(ctx, team, {
        parent_id: step.ends ? null : (pick(world.cast.teams, step.role) ?? null),
      }),
    "hand over": async () => {
      const left = (await findLeftBehind(makeUserContext(actor))).find(({ id }) => id === world.tenant.id);
      if (left) await verbs.handOverTenant(makeUserContext(actor), left, target.id);
    },
    depart: async () => {
      const left = await findLeftBehind(makeUserContext(actor));
      const workspaces = left.map(({ id }) => ({ id, action: "transfer" as const, to: target.id }));
      await verbs.requestDeletion(makeUserContext(actor), { workspaces });
    },
    request: () => requestAndAnswer(world, step, ctx, { role: role.key, expires_at: until }),
    elapse: async () => {
      await ownerPool().query(
        "update shared.role_bindings set expires_at = now() - interval '1 second' where tenant_id = $1 and expires_at is not null",
        [world.tenant.id],
      );
      await endExpiredRoles();
    },
  };
  await work[step.kind]().catch(refusalsOnly);
}

async function isOpen({ id }: TestUser): Promise<boolean> {
  const { rowCount } = await ownerPool().query(
    "select 1 from platform.users where id = $1 and status = 'active'",
    [id],
  );
  return rowCount === 1;
}

function refusalsOnly(error: unknown): void {
  if (!(error instanceof DomainError) || error.code === "service_unavailable") throw error;
}

/** The target asks after a refusal; the actor answers with a role. */
async function requestAndAnswer(
  world: World,
  step: Step,
  ctx: TenantContext,
  given: { role: string; expires_at: string | null },
): Promise<void> {
  const asking = await contextOf(world, step.target);
  const refusal = {
    code: "permission_denied" as const,
    message: "Refused.",
    details: { subject: "agents:create", reason: newId() },
  };
  const receipt = await keepReceipt(asking, refusal, { method: "GET", route: "/proof" });
  if (!receipt.kept) return;
  const request = await requestAccess(asking, receipt.id, {});
  await decideAccessRequest(ctx, request.id, { decision: "grant", ...given });
}

/** The secret of the newest open invitation, from its mail. */
async function tokenFor({ tenant }: World, email: string): Promise<string | null> {
  const { rows } = await ownerPool().query<{ id: string; payload: unknown; tenantId: string }>(
    `select o.id, o.payload, o.tenant_id as "tenantId" from platform.outbox o where o.queue = 'mail' and o.tenant_id = $1
       and exists (select 1 from shared.invitations i where i.tenant_id = $1 and i.email = $2 and i.status = 'pending')
     order by o.created_at desc limit 30`,
    [tenant.id, email],
  );
  for (const row of rows) {
    const mail = (await openJob(row as never)) as { template?: string; to?: string; data?: { url?: string } };
    if (mail.template === "invitation" && mail.to === email && mail.data?.url) {
      return new URL(mail.data.url).hash.slice(1);
    }
  }
  return null;
}
