import * as z from "zod";
import { memberRoles } from "@/lib/access/members/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

/** How many service accounts a workspace has at most. */
export const MAX_SERVICE_ACCOUNTS = 50;

const line = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "text_printable");

const name = line(100).min(1);
const description = line(300);

export const serviceAccountStatus = z.enum(["active", "disabled"]);
export type ServiceAccountStatus = z.infer<typeof serviceAccountStatus>;

export const newServiceAccount = memberRoles.safeExtend({ name, description: description.default("") });
export type NewServiceAccount = z.input<typeof newServiceAccount>;

/** PUT changes the fields it names. */
export const serviceAccountChange = z
  .strictObject({ name, description, status: serviceAccountStatus })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "nothing_to_change");
export type ServiceAccountChange = z.input<typeof serviceAccountChange>;

export const deleteServiceAccountQuery = z.strictObject({
  revoke_keys: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "Revokes the keys that still work; without it they stand in the way." }),
});

export const serviceAccountDto = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  status: serviceAccountStatus.meta({ description: "The keys of a disabled one are answered 401." }),
  roles: z.array(z.string()),
  bindings: z.array(z.object({ role: z.string(), expires_at: z.iso.datetime().nullable() })),
  active_keys: z.int().meta({ description: "Keys that are neither revoked nor expired." }),
  last_used_at: z.iso.datetime().nullable(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
});
export type ServiceAccountDto = z.infer<typeof serviceAccountDto>;

export const serviceAccountPage = pageOf(serviceAccountDto);
export type ServiceAccountPage = z.infer<typeof serviceAccountPage>;

export const serviceAccountListQuery = listQuery.extend({
  status: serviceAccountStatus.optional(),
  q: z.string().trim().max(100).optional().meta({ description: "Part of the name or the description." }),
});
export type ServiceAccountListQuery = z.input<typeof serviceAccountListQuery>;
