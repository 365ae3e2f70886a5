import * as z from "zod";

/** A role's key: built-in, or one of the tenant's own. */
export const roleKey = z.string().min(1).max(50);

/** How many roles of its own a tenant has at most. */
export const MAX_CUSTOM_ROLES = 50;
/** Rank of a role whose maker names none and stands high enough. */
export const DEFAULT_RANK = 50;

export const roleDto = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** Built-in roles cannot be changed; the interface translates their names. */
  built_in: z.boolean(),
  rank: z.number().int(),
  permissions: z.array(z.string()),
  denied: z.array(z.string()).meta({ description: "Taken away, whatever other roles of the person allow." }),
  /** The caller may give it: they hold all of it and do not stand below it. */
  grantable: z.boolean(),
  editable: z
    .boolean()
    .meta({ description: "The caller may change it: it is no built-in role and ranks below them." }),
  /** Active and deactivated people who hold it themselves. */
  member_count: z.number().int(),
  service_account_count: z.number().int(),
  group_count: z.number().int().meta({ description: "Groups of a directory (SCIM) that give it." }),
  team_count: z.number().int().meta({ description: "Teams whose members have it." }),
  key_count: z.number().int().meta({ description: "Keys that are bound to it and still work." }),
  pending_invitations: z.number().int(),
  link_count: z.number().int().meta({ description: "Open links that several people may join with." }),
  connections: z.array(z.string()).meta({ description: "Names of single sign-on connections that give it." }),
  revision: z.number().int().meta({ description: "The ETag, for If-Match." }),
});
export type RoleDto = z.infer<typeof roleDto>;

const line = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "text_printable");

const permissionList = z.array(z.string().max(60)).max(200);

const fields = {
  name: line(60).min(1),
  description: line(300),
  permissions: permissionList.min(1).meta({ description: "What the role allows, at least one." }),
  denied: permissionList.meta({
    description: "What the role takes away; a deny outweighs every other role.",
  }),
  rank: z
    .int()
    .min(0)
    .max(99)
    .meta({ description: "Below the maker's own. Who ranks lower cannot touch its holders." }),
};

export const newRole = z.strictObject({
  ...fields,
  description: fields.description.default(""),
  denied: fields.denied.default([]),
  rank: fields.rank.optional(),
});
export type NewRole = z.input<typeof newRole>;

/** PUT changes the fields it names. */
export const roleChange = z.strictObject(fields).partial();
export type RoleChange = z.infer<typeof roleChange>;

export const deleteRoleQuery = z.strictObject({
  remap_to: z.uuid().optional().meta({
    description:
      "The role that holders, groups of a directory, pending invitations, links and single sign-on get instead.",
  }),
});

/** A change to look at before it is made: new contents, or the end of the role. */
export const rolePreviewBody = z.union([
  z.strictObject({ change: roleChange }),
  z.strictObject({ delete: z.literal(true), remap_to: z.uuid().optional() }),
]);
export type RolePreviewInput = z.infer<typeof rolePreviewBody>;

const personDiff = z.object({
  id: z.uuid(),
  kind: z.enum(["member", "service_account", "api_key"]),
  name: z.string(),
  email: z.string(),
  gains: z.array(z.string()),
  loses: z.array(z.string()),
});

export const rolePreviewDto = z.object({
  gains: z.array(z.string()).meta({ description: "What the role allows or no longer takes away." }),
  loses: z.array(z.string()),
  holders: z.int(),
  pending_invitations: z.int(),
  open_links: z.int(),
  people: z.array(personDiff).meta({
    description:
      "At most 100 people, service accounts and keys bound to the role whose rights change, their other roles taken into account.",
  }),
  people_changed: z.int(),
  keys_affected: z.int().meta({ description: "Keys of those people: a key can do no more than its maker." }),
});
export type RolePreview = z.infer<typeof rolePreviewDto>;

/** What a person with one role and no other may do now. */
export const roleDecisionsDto = z.object({
  decisions: z.array(
    z.object({
      permission: z.string(),
      allowed: z.boolean(),
      reason: z
        .string()
        .nullable()
        .meta({ description: "Why not; role_denies when the role itself takes it away." }),
    }),
  ),
});
export type RoleDecisions = z.infer<typeof roleDecisionsDto>;
