import * as z from "zod";

/** Days in which the mailed link takes a deletion back. */
export const KEEP_DAYS = 7;

export const deletionPlan = z.object({
  refused: z
    .enum(["super_admin_stays", "break_glass_person"])
    .nullable()
    .meta({ description: "Why the account cannot be deleted at all now; null when it can." }),
  workspaces: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        can_delete: z.boolean(),
        candidates: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
      }),
    )
    .meta({
      description: "Workspaces that would be left without an admin or an owner: each needs a choice.",
    }),
});
export type DeletionPlan = z.infer<typeof deletionPlan>;

export const deleteAccountBody = z.strictObject({
  workspaces: z
    .array(
      z.discriminatedUnion("action", [
        z.strictObject({ id: z.uuid(), action: z.literal("transfer"), to: z.uuid() }),
        z.strictObject({ id: z.uuid(), action: z.literal("delete") }),
      ]),
    )
    .max(200),
});
export type WorkspaceChoice = z.infer<typeof deleteAccountBody>["workspaces"][number];
export const deletionAnswer = z.object({ delete_after: z.string() });
