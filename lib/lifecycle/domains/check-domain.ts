import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { checkProof } from "@/lib/tenancy/domain-proof/check-proof";
import { forgetDomain } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { hostnames, presentDomain } from "./internal";
import type { DomainDto } from "./schema";

/**
 * Looks for the record now. Found: the name is this workspace's and served, unless another one proved it first, which
 * the answer's `last_result` says.
 * @throws DomainError permission_denied, feature_unavailable, rate_limited; NotFoundError
 */
export async function checkDomain(ctx: TenantContext, id: string): Promise<DomainDto> {
  ctx.authorize("domains:manage");
  assertFeature(ctx.tenant.entitlements, "custom_domains");
  const tenantId = ctx.tenant.id;
  const row = await withSystem((tx) => tx.domain.findFirst({ where: { id, tenantId } }));
  if (!row) throw new NotFoundError("domain");
  const checked = await checkProof(hostnames, row, {
    rateKey: `domain-check:${tenantId}`,
    announce: (tx, before) =>
      recordEvent(tx, ctx, {
        action: "domain.verified",
        target: { type: "domain", id, label: row.hostname },
        before: { status: before.status },
        after: { status: "verified" },
      }),
  });
  forgetDomain(row.hostname);
  return presentDomain(checked);
}
