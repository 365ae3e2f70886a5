import { route } from "@/lib/api/route";
import { addDomain } from "@/lib/lifecycle/domains/add-domain";
import { listDomains } from "@/lib/lifecycle/domains/list-domains";
import { domainDto, domainInput, domainList } from "@/lib/lifecycle/domains/schema";

const path = "/api/v1/domains";
const tag = "Domains";

export const GET = route({
  method: "GET",
  path,
  summary: "List the workspace's own host names and the record that proves each",
  tag,
  auth: "tenant",
  permission: "domains:read",
  response: domainList,
  handler: ({ ctx }) => listDomains(ctx),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Claim a host name; it is served once its TXT record is found",
  tag,
  auth: "tenant",
  permission: "domains:manage",
  body: domainInput,
  response: domainDto,
  status: 201,
  handler: ({ ctx, body }) => addDomain(ctx, body),
});
