import { previewSecurityPolicy } from "@/lib/access/policies/preview-security-policy";
import { policyImpactDto } from "@/lib/access/policies/schema";
import { route } from "@/lib/api/route";
import { securityPolicyInput } from "@/lib/tenancy/policies/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/security-policy/impact",
  summary: "What a change of the security policy would do",
  tag: "Security policy",
  auth: "tenant",
  permission: "security:update",
  keys: false,
  body: securityPolicyInput,
  response: policyImpactDto,
  handler: ({ ctx, body }) => previewSecurityPolicy(ctx, body),
});
