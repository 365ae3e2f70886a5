import { addSsoDomain } from "@/lib/access/single-sign-on/domains/add-sso-domain";
import { ssoDomainDto, ssoDomainInput } from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/sso-connections/{id}/domains",
  summary: "Claim an e-mail domain; it counts once its TXT record is found",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: idParams,
  body: ssoDomainInput,
  response: ssoDomainDto,
  status: 201,
  handler: ({ ctx, params, body }) => addSsoDomain(ctx, params.id, body),
});
