import { getSecurityPolicy } from "@/lib/access/policies/get-security-policy";
import { type SecurityPolicyDto, securityPolicyDto } from "@/lib/access/policies/schema";
import { updateSecurityPolicy } from "@/lib/access/policies/update-security-policy";
import { Reply, route } from "@/lib/api/route";
import { securityPolicyInput } from "@/lib/tenancy/policies/schema";

const path = "/api/v1/security-policy";
const tag = "Security policy";

const tagged = (policy: SecurityPolicyDto) => new Reply(policy, { headers: { etag: `"${policy.version}"` } });

export const GET = route({
  method: "GET",
  path,
  summary: "Get the security policy",
  tag,
  auth: "tenant",
  permission: "security:read",
  response: securityPolicyDto,
  handler: async ({ ctx }) => tagged(await getSecurityPolicy(ctx)),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Change the named sections of the security policy; needs If-Match",
  tag,
  auth: "tenant",
  permission: "security:update",
  keys: false,
  body: securityPolicyInput,
  response: securityPolicyDto,
  handler: async ({ ctx, body, request }) => {
    const version = /^"(\d{1,9})"$/.exec(request.headers.get("if-match") ?? "")?.[1];
    return tagged(await updateSecurityPolicy(ctx, body, version === undefined ? null : Number(version)));
  },
});
