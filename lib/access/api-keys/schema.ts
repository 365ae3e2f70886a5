import * as z from "zod";
import { roleWishes } from "@/lib/access/members/schema";
import { isPermission } from "@/lib/access/permissions";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { ipBlock } from "@/lib/tenancy/policies/schema";

export const MAX_KEY_ADDRESSES = 20;
export const MAX_OVERLAP_HOURS = 24;
export const DEFAULT_EXPIRY_DAYS = 90;
export const MAX_EXPIRY_DAYS = 365;

const scope = z
  .string()
  .max(60)
  .refine(isPermission, { message: "There is no such scope.", params: { reason: "unknown_scope" } })
  .meta({ description: "A permission, as in `agents:read`." });

const keyName = z.string().trim().min(1).max(100);
const ipAllowlist = z
  .array(ipBlock)
  .max(MAX_KEY_ADDRESSES)
  .transform((blocks) => [...new Set(blocks)])
  .meta({ description: "Addresses and blocks that the key may be used from; empty for any." });

const ratePerMinute = z
  .number()
  .int()
  .min(1)
  .max(100_000)
  .nullable()
  .meta({ description: "Requests a minute of this key alone, never above the plan's; null for the plan's." });

const scopeList = z.array(scope).max(60);

export const keyFields = z.strictObject({
  name: keyName,
  scopes: scopeList
    .min(1)
    .meta({ description: "What the key may do: permissions that its maker holds." })
    .transform((scopes) => [...new Set(scopes)]),
  expires_in_days: z.number().int().min(1).max(MAX_EXPIRY_DAYS).nullable().default(DEFAULT_EXPIRY_DAYS).meta({
    description: "Days until the key stops working; null for never, which needs `api_keys:create_permanent`.",
  }),
  ip_allowlist: ipAllowlist.default([]),
  rate_per_minute: ratePerMinute.default(null),
  service_account_id: z.uuid().optional().meta({
    description: "The service account that the key belongs to; needs `service_accounts:manage`.",
  }),
});

/** Either scopes, or roles: what those allow at each call is what the key may do of its owner's rights. */
export const apiKeyInput = keyFields
  .extend({
    scopes: scopeList
      .default([])
      .meta({ description: "What the key may do: permissions that its maker holds. Or name `roles`." })
      .transform((scopes) => [...new Set(scopes)]),
    roles: roleWishes.max(20).default([]).meta({
      description:
        "Roles in place of scopes: the key may do what they allow at each call, never more than its owner. A change of a role changes the key.",
    }),
  })
  .refine(({ scopes, roles }) => (scopes.length === 0) !== (roles.length === 0), {
    path: ["scopes"],
    message: "Name scopes or roles, and not both.",
    params: { reason: "scopes_or_roles" },
  })
  .refine(({ roles }) => new Set(roles.map(({ role }) => role)).size === roles.length, {
    path: ["roles"],
    message: "Name each role once.",
    params: { reason: "role_twice" },
  });
export type ApiKeyInput = z.input<typeof apiKeyInput>;

export const apiKeyChange = z
  .strictObject({ name: keyName, ip_allowlist: ipAllowlist, rate_per_minute: ratePerMinute })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "nothing_to_change");
export type ApiKeyChange = z.input<typeof apiKeyChange>;

export const keyRotation = z.strictObject({
  overlap_hours: z.number().int().min(0).max(MAX_OVERLAP_HOURS).default(MAX_OVERLAP_HOURS).meta({
    description: "Hours that the old key works on beside the new one, never beyond its own end.",
  }),
});
export type KeyRotation = z.input<typeof keyRotation>;

export const keyRevocation = z.object({
  versions: z.enum(["one", "all"]).default("one").meta({
    description: "`all` ends every key that rotations made of this one, or this one of.",
  }),
});
export type KeyRevocation = z.output<typeof keyRevocation>;

export const leakReport = z.strictObject({
  key: z.string().min(1).max(200).meta({ description: "The whole key, as it was found." }),
  found_at: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .meta({ description: "Where it was found." }),
});
export type LeakReport = z.input<typeof leakReport>;

export const apiKeyStatus = z.enum(["active", "expired", "revoked"]);
export type ApiKeyStatus = z.infer<typeof apiKeyStatus>;

export const apiKeyDto = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["api_key", "personal", "service"]).meta({
    description: "A person's key for a program, their own token, or a key of a service account.",
  }),
  service_account: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  prefix: z.string().meta({ description: "Enough to recognise a key, useless to call with." }),
  last_four: z.string(),
  scopes: z.array(z.string()).meta({ description: "Empty for a key that is bound to roles." }),
  roles: z
    .array(z.object({ role: z.string(), name: z.string(), expires_at: z.iso.datetime().nullable() }))
    .meta({ description: "Roles that the key is bound to, the strongest first; without those that ended." }),
  ip_allowlist: z.array(z.string()),
  rate_per_minute: z.number().int().nullable(),
  status: apiKeyStatus,
  created_by: z.object({ id: z.uuid(), name: z.string() }),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  replaced_by: z.uuid().nullable().meta({ description: "The key that a rotation made in its place." }),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
  last_used_ip: z.string().nullable(),
  calls_7d: z.int().optional().meta({
    description:
      "Calls answered today and in the six days before (UTC), refused ones too; in lists and when a key is read. Minutes behind.",
  }),
});
export type ApiKeyDto = z.infer<typeof apiKeyDto>;

export const newApiKeyDto = apiKeyDto.extend({
  key: z.string().meta({ description: "The whole key. This answer is the only one that has it." }),
});
export type NewApiKeyDto = z.infer<typeof newApiKeyDto>;

export const apiKeyPage = pageOf(apiKeyDto);
export type ApiKeyPage = z.infer<typeof apiKeyPage>;

export const apiKeyListQuery = listQuery.extend({
  /** Only keys in this state. */
  status: apiKeyStatus.optional(),
  service_account_id: z.uuid().optional(),
  q: z.string().trim().max(100).optional().meta({
    description: "Part of a key's name or of its maker's or service account's, or its last four characters.",
  }),
});
export type ApiKeyListQuery = z.input<typeof apiKeyListQuery>;
