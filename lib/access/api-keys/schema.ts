import * as z from "zod";
import { isPermission } from "@/lib/access/permissions";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const DEFAULT_EXPIRY_DAYS = 90;
export const MAX_EXPIRY_DAYS = 365;

const scope = z
  .string()
  .max(60)
  .refine(isPermission, { message: "There is no such scope.", params: { reason: "unknown_scope" } })
  .meta({ description: "A permission, as in `agents:read`." });

export const apiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(scope)
    .min(1)
    .max(60)
    .meta({ description: "What the key may do: permissions that its maker holds." })
    .transform((scopes) => [...new Set(scopes)]),
  expires_in_days: z.number().int().min(1).max(MAX_EXPIRY_DAYS).nullable().default(DEFAULT_EXPIRY_DAYS).meta({
    description: "Days until the key stops working; null for never, which needs `api_keys:create_permanent`.",
  }),
});
export type ApiKeyInput = z.input<typeof apiKeyInput>;

export const apiKeyStatus = z.enum(["active", "expired", "revoked"]);
export type ApiKeyStatus = z.infer<typeof apiKeyStatus>;

export const apiKeyDto = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().meta({ description: "Enough to recognise a key, useless to call with." }),
  last_four: z.string(),
  scopes: z.array(z.string()),
  status: apiKeyStatus,
  created_by: z.object({ id: z.uuid(), name: z.string() }),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
  last_used_ip: z.string().nullable(),
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
});
export type ApiKeyListQuery = z.input<typeof apiKeyListQuery>;
