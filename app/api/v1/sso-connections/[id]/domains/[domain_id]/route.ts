import { removeSsoDomain } from "@/lib/access/single-sign-on/domains/remove-sso-domain";
import { ssoDomainParams } from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/sso-connections/{id}/domains/{domain_id}",
  summary: "Give an e-mail domain up",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: ssoDomainParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await removeSsoDomain(ctx, { connectionId: params.id, domainId: params.domain_id });
    return null;
  },
});
