import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { checkDomain } from "@/lib/lifecycle/domains/check-domain";
import { domainDto } from "@/lib/lifecycle/domains/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/domains/{id}/checks",
  summary: "Look for a host name's TXT record now",
  tag: "Domains",
  auth: "tenant",
  permission: "domains:manage",
  params: idParams,
  response: domainDto,
  handler: ({ ctx, params }) => checkDomain(ctx, params.id),
});
