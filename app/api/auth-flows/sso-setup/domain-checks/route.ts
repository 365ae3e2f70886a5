import { ssoDomainDto } from "@/lib/access/single-sign-on/schema";
import { checkSetupDomain } from "@/lib/access/single-sign-on/setup-links/check-setup-domain";
import { setupDomainCheck } from "@/lib/access/single-sign-on/setup-links/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sso-setup/domain-checks",
  summary: "Look for a domain's TXT record through a setup link",
  tag: "Single sign-on",
  auth: "public",
  rate: { limit: 120, windowSeconds: 900 },
  body: setupDomainCheck,
  response: ssoDomainDto,
  handler: ({ ctx, body }) => checkSetupDomain(ctx, body),
});
