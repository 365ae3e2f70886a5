import type { KeyKind } from "@/lib/core/context";
import { parseIpBlock } from "@/lib/core/ip-address";
import { type AppliedPolicy, isAllowedAddress, policyRefusal } from "@/lib/tenancy/policies/policy-refusal";
import { type Denial, policyDenial } from "./decide";

/** What the workspace's policy has against a key's call, else the key's own list of addresses. */
export function keyRefusal(
  policy: AppliedPolicy | null,
  { kind, ipAllow }: { kind: KeyKind; ipAllow: readonly string[] },
  ip: string | null,
): Denial | null {
  const reason = policyRefusal(policy, { type: kind === "service" ? "service_account" : "api_key", ip });
  if (reason) return policyDenial(reason, ip);
  if (ipAllow.length === 0) return null;
  const blocks = ipAllow.map(parseIpBlock).filter((block) => block !== null);
  if (isAllowedAddress(blocks, ip)) return null;
  const message = `This key works from certain addresses only; yours is ${ip ?? "unknown"}.`;
  return { code: "ip_not_allowed", reason: "key_address_not_allowed", message };
}
