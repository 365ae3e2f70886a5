import * as z from "zod";
import { supportMode } from "@/lib/access/support/schema";

export const explainQuery = z
  .strictObject({
    member_id: z.uuid().optional(),
    api_key_id: z.uuid().optional(),
    service_account_id: z.uuid().optional(),
    permission: z.string().min(1).max(60),
    ip: z.string().max(45).optional().meta({
      description:
        "The address to suppose; without it the address list is left out and marked as depending on it.",
    }),
    second_factor: z.enum(["yes", "no"]).optional().meta({
      description: "Whether the session carries a second factor; by default, whether the person has one.",
    }),
    sso: z
      .enum(["yes", "no"])
      .optional()
      .meta({ description: "Whether the session began at the workspace's own identity provider." }),
    support: supportMode.optional().meta({
      description: "Suppose that our staff act in this member's place, read-only or with changes.",
    }),
  })
  .refine(
    (query) => [query.member_id, query.api_key_id, query.service_account_id].filter(Boolean).length === 1,
    {
      path: ["member_id"],
      message: "Name a member, a service account or a key.",
      params: { reason: "name_one_subject" },
    },
  );
export type ExplainQuery = z.infer<typeof explainQuery>;

export const gateId = z.enum([
  "subject",
  "api",
  "policy",
  "session",
  "roles",
  "key_scopes",
  "status",
  "billing",
  "feature",
]);

const step = z.object({
  gate: gateId,
  outcome: z.enum(["pass", "deny", "skip"]).meta({ description: "skip: does not concern this decision." }),
  reason: z.string().nullable(),
  facts: z.record(z.string(), z.string().nullable()).meta({ description: "What was looked at." }),
  depends_on: z.array(z.enum(["address", "second_factor", "sign_in_method"])).meta({
    description: "What only a live session knows; the answer supposes it.",
  }),
});

const teamRef = z.object({ id: z.uuid(), name: z.string() });

const source = z.object({
  role: z.string(),
  name: z.string(),
  effect: z.enum(["allow", "deny", "none"]).meta({ description: "What this role says of the permission." }),
  expires_at: z.iso.datetime().nullable(),
  source: z.string(),
  team: teamRef
    .nullable()
    .meta({ description: "The team through which they hold it; null for a role of their own." }),
  from: teamRef.nullable().meta({ description: "The team above that hands it down to `team`." }),
});

const person = z.object({ name: z.string(), email: z.string() });

export const fixDto = z.object({
  kind: z.enum([
    "sign_in_otherwise",
    "reactivate",
    "new_key",
    "give_role",
    "change_denying_role",
    "widen_key",
    "change_key_role",
    "ask_support",
    "pay",
    "upgrade_plan",
    "switch_on",
    "account_role",
    "wait",
    "make_room",
    "ask_admin",
    "use_portal",
    "use_own_sign_in",
    "confirm_identity",
    "change_key_addresses",
    "enable_service_account",
  ]),
  roles: z
    .array(z.object({ key: z.string(), name: z.string() }))
    .meta({ description: "Roles that give the permission, or deny it; for who may read roles." }),
  plan: z.string().nullable(),
  feature: z.string().nullable(),
  who: z.array(person).meta({ description: "At most five people who can do it; for who may read members." }),
});
export type Fix = z.infer<typeof fixDto>;

export const explanationDto = z.object({
  subject: z.object({
    type: z.enum(["member", "api_key", "service_account"]),
    id: z.uuid(),
    name: z.string(),
  }),
  permission: z.string(),
  allowed: z.boolean(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  steps: z.array(step),
  roles: z.array(source),
  account_role: z.object({ role: z.string(), allows: z.boolean() }).nullable(),
  fixes: z.array(fixDto),
});
export type Explanation = z.infer<typeof explanationDto>;
