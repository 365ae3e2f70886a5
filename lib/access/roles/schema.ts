import * as z from "zod";

/** A role's key: built-in, or one of the tenant's own. */
export const roleKey = z.string().min(1).max(50);

export const roleDto = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** Built-in roles cannot be changed; the interface translates their names. */
  built_in: z.boolean(),
  rank: z.number().int(),
  permissions: z.array(z.string()),
  /** The caller may give it: they hold all of it and do not stand below it. */
  grantable: z.boolean(),
  /** Active and deactivated people who hold it. */
  member_count: z.number().int(),
});
export type RoleDto = z.infer<typeof roleDto>;
