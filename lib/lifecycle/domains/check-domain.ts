import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { forgetDomain } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { isTaken, lookForRecord, presentDomain } from "./internal";
import type { DomainDto, DomainResult } from "./schema";

const CHECKS_PER_MINUTE = 20;

/**
 * Looks for the record now. Found: the name is this workspace's and served, unless another one proved it first, which
 * the answer's `last_result` says. A proved name never loses its state here: that is the worker's, with grace.
 * @throws DomainError permission_denied, feature_unavailable, rate_limited; NotFoundError
 */
export async function checkDomain(ctx: TenantContext, id: string): Promise<DomainDto> {
  ctx.authorize("domains:manage");
  assertFeature(ctx.tenant.entitlements, "custom_domains");
  const tenantId = ctx.tenant.id;
  const row = await withSystem((tx) => tx.domain.findFirst({ where: { id, tenantId } }));
  if (!row) throw new NotFoundError("domain");
  const rate = await takeRate(`domain-check:${tenantId}`, CHECKS_PER_MINUTE, 60);
  if (!rate.allowed) {
    throw new DomainError("rate_limited", "Wait a moment before you check again.", {
      retryAfterSeconds: rate.retryAfterSeconds,
    });
  }
  // The network is asked outside any transaction.
  const result = await lookForRecord(row);
  const write = (outcome: DomainResult) =>
    note(ctx, { id, hostname: row.hostname, token: row.token }, outcome);
  const dto = await write(result).catch((error: unknown) => {
    if (isTaken(error)) return write("taken");
    throw error;
  });
  forgetDomain(row.hostname);
  return dto;
}

type Seen = { id: string; hostname: string; token: string };

async function note(ctx: TenantContext, seen: Seen, result: DomainResult): Promise<DomainDto> {
  const tenantId = ctx.tenant.id;
  const now = new Date();
  return withSystem(async (tx) => {
    const before = await tx.domain.findFirst({ where: { id: seen.id, tenantId, token: seen.token } });
    if (!before) throw new NotFoundError("domain");
    const proves = result === "verified";
    const row = await tx.domain.update({
      where: { id: seen.id },
      data: {
        lastCheckedAt: now,
        lastResult: result,
        ...(proves && { status: "verified", failingSince: null, verifiedAt: before.verifiedAt ?? now }),
      },
    });
    if (proves && before.status !== "verified") {
      await recordEvent(tx, ctx, {
        action: "domain.verified",
        target: { type: "domain", id: seen.id, label: seen.hostname },
        before: { status: before.status },
        after: { status: "verified" },
      });
    }
    return presentDomain(row);
  });
}
