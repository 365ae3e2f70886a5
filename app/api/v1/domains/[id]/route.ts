import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { removeDomain } from "@/lib/lifecycle/domains/remove-domain";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/domains/{id}",
  summary: "Give a host name up",
  tag: "Domains",
  auth: "tenant",
  permission: "domains:manage",
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await removeDomain(ctx, params.id);
    return null;
  },
});
