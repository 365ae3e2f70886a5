import { ssoDomainDto } from "@/lib/access/single-sign-on/schema";
import { addSetupDomain } from "@/lib/access/single-sign-on/setup-links/add-setup-domain";
import { setupDomainInput } from "@/lib/access/single-sign-on/setup-links/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sso-setup/domains",
  summary: "Claim an e-mail domain through a setup link",
  tag: "Single sign-on",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: setupDomainInput,
  response: ssoDomainDto,
  status: 201,
  handler: ({ ctx, body }) => addSetupDomain(ctx, body),
});
