import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { assertMayPrepare } from "../connections/assert-may-prepare";
import { assertManager } from "../connections/own-connection";
import { type SsoDomainDto, type SsoDomainInput, ssoDomainInput } from "../schema";
import { claimDomain } from "./claim-domain";

/**
 * Claims a mail domain for a connection. A claim blocks nobody and signs nobody in: the domain is the workspace's once
 * its record is found.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable; and as claimDomain
 */
export async function addSsoDomain(
  ctx: TenantContext,
  connectionId: string,
  raw: SsoDomainInput,
): Promise<SsoDomainDto> {
  assertManager(ctx, { recent: false });
  await assertMayPrepare(ctx, connectionId);
  return claimDomain(ctx, connectionId, ssoDomainInput.parse(raw));
}
