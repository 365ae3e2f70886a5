import { explainAccess } from "@/lib/access/decisions/explain-access";
import { explainQuery, explanationDto } from "@/lib/access/decisions/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/access/decisions",
  summary:
    "Why a member, a service account or a key can or cannot do something, gate by gate, and what would change it",
  tag: "Access",
  auth: "tenant",
  permission: "roles:read",
  query: explainQuery,
  response: explanationDto,
  handler: ({ ctx, query }) => explainAccess(ctx, query),
});
