import { beforeEach } from "vitest";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import type { TenantContext } from "@/lib/core/context";
import { createTeam } from "@/lib/teams/create-team";
import { addTeamMember } from "@/lib/teams/members/add-team-member";
import { makeContext } from "./make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "./make-tenant";

export let tenant: TestTenant;
/** The workspace's owner. */
export let admin: TenantContext;

/** A workspace whose plan has teams, for every test. */
export function teamScene(): void {
  beforeEach(async () => {
    tenant = await makeTenant({ planKey: "professional" });
    admin = await makeContext(tenant, tenant.owner);
  });
}

/** Somebody in it: a viewer, or with a role. */
export const member = async (role?: string): Promise<TestUser> => {
  const user = await makeUser();
  await addMember(tenant, user, "viewer");
  if (role) await setMemberRoles(admin, user.id, { roles: [{ role }] });
  return user;
};
export const may = async (user: TestUser, permission: string) =>
  (await makeContext(tenant, user)).decide(permission).allowed;
export const team = (name: string, parent_id: string | null = null) => createTeam(admin, { name, parent_id });
export const put = (teamId: string, user: TestUser, ctx = admin) =>
  addTeamMember(ctx, teamId, { user_id: user.id });
export const reason = (text: string) => ({ details: { reason: text } });
export const field = (code: string) => ({ details: { errors: [{ code }] } });
