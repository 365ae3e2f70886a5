import { route } from "@/lib/api/route";
import { NotFoundError } from "@/lib/core/errors";
import { servedDomainAnswer, servedDomainQuery } from "@/lib/lifecycle/domains/schema";
import { tenantOfDomain } from "@/lib/tenancy/resolve-host";

export const GET = route({
  method: "GET",
  path: "/api/v1/served-domains",
  summary: "Whether a host name is served: for a proxy that asks before it gets a certificate",
  tag: "Domains",
  auth: "public",
  rate: { limit: 600, windowSeconds: 60 },
  query: servedDomainQuery,
  response: servedDomainAnswer,
  handler: async ({ query }) => {
    if (!(await tenantOfDomain(query.domain.toLowerCase()))) throw new NotFoundError("domain");
    return { served: true as const };
  },
});
