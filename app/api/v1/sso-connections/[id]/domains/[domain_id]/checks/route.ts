import { checkSsoDomain } from "@/lib/access/single-sign-on/domains/check-sso-domain";
import { ssoDomainDto, ssoDomainParams } from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/sso-connections/{id}/domains/{domain_id}/checks",
  summary: "Look for an e-mail domain's TXT record now",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: ssoDomainParams,
  response: ssoDomainDto,
  handler: ({ ctx, params }) => checkSsoDomain(ctx, { connectionId: params.id, domainId: params.domain_id }),
});
