import type { TenantContext } from "@/lib/core/context";
import { createTeam } from "@/lib/teams/create-team";
import { listTeams } from "@/lib/teams/list-teams";
import { addTeamMember } from "@/lib/teams/members/add-team-member";
import { giveTeamRole } from "@/lib/teams/roles/give-team-role";
import type { NewTeam } from "@/lib/teams/schema";

type Wish = {
  name: string;
  kind?: NewTeam["kind"];
  /** Name of the team above, which stands earlier in the list. */
  below?: string;
  members: readonly string[];
  role?: string;
  inherit?: boolean;
};

/** Makes teams with their people and roles, once a workspace. */
export async function ensureTeams(ctx: TenantContext, wishes: readonly Wish[]): Promise<void> {
  if ((await listTeams(ctx, { limit: 1 })).data.length > 0) return;
  const ids = new Map<string, string>();
  for (const { name, kind, below, members, role, inherit = false } of wishes) {
    const parent = below === undefined ? null : (ids.get(below) ?? null);
    const team = await createTeam(ctx, { name, parent_id: parent, ...(kind && { kind }) });
    ids.set(name, team.id);
    for (const id of members) await addTeamMember(ctx, team.id, { user_id: id });
    if (role) await giveTeamRole(ctx, team.id, { role, inherit });
  }
}
