import * as z from "zod";
import { roleKey } from "@/lib/access/roles/schema";
import { SIGN_IN_METHODS } from "@/lib/auth/sign-in/methods";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const memberStatus = z.enum(["active", "suspended"]);
export type MemberStatus = z.infer<typeof memberStatus>;

/** `sso` is this workspace's own provider; that of another workspace is `other`. */
export const signInMethod = z.enum([...SIGN_IN_METHODS, "sso", "other"]);
export type SignInMethod = z.infer<typeof signInMethod>;

const teamRef = z.object({ id: z.uuid(), name: z.string() });

export const memberDto = z.object({
  /** The person's id: the same in every workspace they are in. */
  id: z.uuid(),
  email: z.string(),
  avatar: z
    .string()
    .optional()
    .meta({ description: "Version of their picture, for its address; in lists, when they have one." }),
  two_step: z.boolean().optional().meta({
    description: "Whether they have a second factor; in lists, for who may read the security policy.",
  }),
  sign_in_method: signInMethod.nullable().optional().meta({
    description:
      "How they signed in last; in lists, for who may read the security policy. Null before the first.",
  }),
  first_name: z.string(),
  last_name: z.string(),
  /** Key of the strongest role; `roles` has them all. */
  role: z.string().nullable(),
  roles: z.array(z.string()),
  bindings: z.array(
    z.object({
      role: z.string(),
      expires_at: z.iso
        .datetime()
        .nullable()
        .meta({ description: "When the role ends by itself; null for never." }),
      source: z.string().meta({ description: "Where it comes from: manual, invite, scim …" }),
    }),
  ),
  team_roles: z
    .array(
      z.object({
        role: z.string(),
        team: teamRef.meta({ description: "The team that they are a member of." }),
        from: teamRef
          .nullable()
          .meta({ description: "The team above whose role it is; null for the team's own." }),
        expires_at: z.iso.datetime().nullable(),
      }),
    )
    .meta({ description: "Roles that they hold through teams, beside their own." }),
  status: memberStatus,
  source: z.string(),
  joined_at: z.iso.datetime(),
  /** Last time the workspace was opened; null before the first. */
  last_active_at: z.iso.datetime().nullable(),
});
export type MemberDto = z.infer<typeof memberDto>;

export const memberPage = pageOf(memberDto);
export type MemberPage = z.infer<typeof memberPage>;

export const memberListQuery = listQuery.extend({
  /** Part of a name or e-mail address. */
  q: z.string().trim().max(100).optional(),
  role: roleKey.optional(),
  status: memberStatus.optional(),
  two_step: z.enum(["on", "off"]).optional().meta({
    description: "Only people with, or without, a second factor; needs `security:read`.",
  }),
});
export type MemberListQuery = z.input<typeof memberListQuery>;

/** PUT changes the fields it names: this membership's role and status, never the person's own name or address. */
export const memberChange = z
  .strictObject({ role: roleKey.optional(), status: memberStatus.optional() })
  .refine((change) => change.role !== undefined || change.status !== undefined, {
    message: "Name a role or a status.",
    params: { reason: "nothing_to_change" },
  });
export type MemberChange = z.infer<typeof memberChange>;

export const roleWishes = z.array(
  z.strictObject({
    role: roleKey,
    expires_at: z.iso.datetime({ offset: true }).nullable().default(null).meta({
      description: "Ends by itself at this time, at most a year from now; null for never.",
    }),
  }),
);

/** Every role the person shall hold, and until when. A role that is not named is taken away. */
export const memberRoles = z
  .strictObject({
    roles: roleWishes.min(1).max(20),
  })
  .refine(({ roles }) => new Set(roles.map(({ role }) => role)).size === roles.length, {
    path: ["roles"],
    message: "Name each role once.",
    params: { reason: "role_twice" },
  });
export type MemberRoles = z.input<typeof memberRoles>;
