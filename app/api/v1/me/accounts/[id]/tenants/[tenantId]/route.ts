import * as z from "zod";
import { route } from "@/lib/api/route";
import { deleteOwnTenant } from "@/lib/lifecycle/own-account/accounts/delete-own-tenant";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/me/accounts/{id}/tenants/{tenantId}",
  summary: "Delete a workspace of an own account, in 14 days",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  params: z.object({ id: z.uuid(), tenantId: z.uuid() }),
  response: null,
  handler: async ({ ctx, params }) => {
    await deleteOwnTenant(ctx, params.id, params.tenantId);
    return null;
  },
});
