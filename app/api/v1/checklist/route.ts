import * as z from "zod";
import { route } from "@/lib/api/route";
import { dismissChecklist } from "@/lib/lifecycle/dismiss-checklist";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/checklist",
  summary: "Hide or show the first-steps card",
  tag: "Workspace",
  auth: "tenant",
  permission: "tenant:update",
  metered: false,
  body: z.strictObject({ dismissed: z.boolean() }),
  response: null,
  handler: async ({ ctx, body }) => {
    await dismissChecklist(ctx, body);
    return null;
  },
});
