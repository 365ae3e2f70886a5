import type { PolicyImpact, SecurityPolicyDto } from "@/lib/access/policies/schema";
import { api } from "@/lib/api/client";
import type { SecurityPolicyInput } from "@/lib/tenancy/policies/schema";

export const previewPolicy = (body: SecurityPolicyInput) =>
  api.post<PolicyImpact>("/security-policy/impact", { body });

export const savePolicy = (body: SecurityPolicyInput, version: number) =>
  api.put<SecurityPolicyDto>("/security-policy", { body, headers: { "if-match": `"${version}"` } });
