import * as z from "zod";
import { roleKey } from "@/lib/access/roles/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const MAX_TEAMS = 1_000;
export const MAX_DEPTH = 8;
export const MAX_ROLES_OF_TEAM = 20;

export const TEAM_KINDS = ["department", "project", "cross_functional", "workspace"] as const;
export const teamKind = z.enum(TEAM_KINDS);

const line = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "text_printable");

const teamRef = z.object({ id: z.uuid(), name: z.string() });

const teamRoleDto = z.object({
  role_id: z.uuid(),
  role: z.string(),
  name: z.string(),
  inherit: z.boolean().meta({ description: "Members of the teams below hold it too." }),
  expires_at: z.iso.datetime().nullable(),
});
export type TeamRoleDto = z.infer<typeof teamRoleDto>;

export const teamRolesDto = z.object({
  roles: z.array(teamRoleDto),
  inherited_roles: z
    .array(teamRoleDto.extend({ from: teamRef }))
    .meta({ description: "What teams above hand down to its members." }),
});
export type TeamRoles = z.infer<typeof teamRolesDto>;

export const teamDto = z.object({
  id: z.uuid(),
  parent_id: z.uuid().nullable(),
  kind: teamKind,
  name: z.string(),
  description: z.string(),
  depth: z.int().meta({ description: `1 for a team at the top, at most ${MAX_DEPTH}.` }),
  path: z.array(teamRef).meta({ description: "The teams above, from the top." }),
  member_count: z.int(),
  sub_team_count: z.int(),
  ...teamRolesDto.shape,
  can_lead: z.boolean().meta({ description: "The caller may choose who is in it." }),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type TeamDto = z.infer<typeof teamDto>;
export const teamPage = pageOf(teamDto);
export type TeamPage = z.infer<typeof teamPage>;

export const teamListQuery = listQuery.extend({
  q: z.string().trim().max(100).optional().meta({ description: "Part of a name." }),
});
export type TeamListQuery = z.input<typeof teamListQuery>;

const fields = {
  name: line(60).min(1),
  description: line(300),
  kind: teamKind,
  parent_id: z.uuid().nullable().meta({ description: "The team above; null for the top." }),
};

export const newTeam = z.strictObject({
  name: fields.name,
  description: fields.description.default(""),
  kind: fields.kind.default("department"),
  parent_id: fields.parent_id.default(null),
});
export type NewTeam = z.input<typeof newTeam>;

/** PUT changes the fields it names; another `parent_id` moves the team with everything below it. */
export const teamChange = z.strictObject(fields).partial();
export type TeamChange = z.infer<typeof teamChange>;

export const deleteTeamQuery = z.strictObject({
  sub_teams: z.enum(["refuse", "move_up"]).default("refuse").meta({
    description: "move_up: the teams right below come to lie where this one was.",
  }),
});
export type DeleteTeamQuery = z.infer<typeof deleteTeamQuery>;

export const teamMemberKind = z.enum(["member", "manager"]);

export const teamMemberDto = z.object({
  id: z.uuid(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
  status: z.enum(["active", "suspended"]),
  kind: teamMemberKind.meta({
    description: "A manager chooses who is in the team and in those below.",
  }),
  source: z.enum(["manual", "scim"]).meta({ description: "scim: a group of a directory put them here." }),
  groups: z.array(z.string()).meta({ description: "The directory's groups that do." }),
  added_at: z.iso.datetime(),
});
export type TeamMemberDto = z.infer<typeof teamMemberDto>;
export const teamMemberPage = pageOf(teamMemberDto);
export type TeamMemberPage = z.infer<typeof teamMemberPage>;

export const newTeamMember = z.strictObject({ user_id: z.uuid(), kind: teamMemberKind.default("member") });
export type NewTeamMember = z.input<typeof newTeamMember>;
export const teamMemberChange = z.strictObject({ kind: teamMemberKind });
export type TeamMemberChange = z.infer<typeof teamMemberChange>;
export const teamMemberParams = z.strictObject({ id: z.uuid(), user_id: z.uuid() });

export const teamRoleWish = z.strictObject({
  role: roleKey,
  inherit: z.boolean().default(false),
  expires_at: z.iso.datetime({ offset: true }).nullable().default(null).meta({
    description: "Ends by itself at this time, at most a year from now; null for never.",
  }),
});
export type TeamRoleWish = z.input<typeof teamRoleWish>;
export const teamRoleParams = z.strictObject({ id: z.uuid(), role_id: z.uuid() });
