import * as z from "zod";

const person = z.object({ id: z.string(), name: z.string(), email: z.string() });

export const ownAccount = z.object({
  id: z.string(),
  name: z.string(),
  other_owners: z.int(),
  workspaces: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      slug: z.string(),
      status: z.string(),
      can_delete: z.boolean(),
    }),
  ),
  candidates: z
    .array(person)
    .meta({ description: "Admins of its workspaces, to whom it can be handed over." }),
});
export type OwnAccount = z.infer<typeof ownAccount>;

export const ownAccountList = z.object({ data: z.array(ownAccount) });

export const handOverBody = z.strictObject({ to: z.uuid() });
