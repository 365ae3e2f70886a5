import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertMayPrepare } from "../connections/assert-may-prepare";
import { assertManager, type SsoScope } from "../connections/own-connection";
import type { SsoDomainDto, SsoDomainResult } from "../schema";
import { isTaken, lookForRecord, presentDomain } from "./domain-record";

const CHECKS_PER_MINUTE = 20;
type Where = { connectionId: string; domainId: string };

/**
 * Looks for the record now. Found: the domain leads to this connection, unless another workspace proved it first. A
 * proved domain never loses its state here: that is the worker's, with grace.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, rate_limited; NotFoundError
 */
export async function checkSsoDomain(ctx: TenantContext, where: Where): Promise<SsoDomainDto> {
  assertManager(ctx, { recent: false });
  await assertMayPrepare(ctx, where.connectionId);
  return checkDomainOf(ctx, where);
}

/** The same for whoever was let in another way, as by a setup link. */
export async function checkDomainOf(ctx: SsoScope, where: Where): Promise<SsoDomainDto> {
  const tenantId = ctx.tenant.id;
  const scope = { id: where.domainId, connectionId: where.connectionId, tenantId };
  const row = await withSystem((tx) => tx.ssoDomain.findFirst({ where: scope }));
  if (!row) throw new NotFoundError("domain");
  const rate = await takeRate(`sso-domain-check:${tenantId}`, CHECKS_PER_MINUTE, 60);
  if (!rate.allowed) {
    throw new DomainError("rate_limited", "Wait a moment before you check again.", {
      retryAfterSeconds: rate.retryAfterSeconds,
    });
  }
  // The network is asked outside any transaction.
  const result = await lookForRecord(row);
  const write = (outcome: SsoDomainResult) => note(ctx, { ...scope, token: row.token }, outcome);
  return write(result).catch((error: unknown) => {
    if (isTaken(error)) return write("taken");
    throw error;
  });
}

type Seen = { id: string; tenantId: string; connectionId: string; token: string };

async function note(ctx: SsoScope, seen: Seen, result: SsoDomainResult): Promise<SsoDomainDto> {
  const now = new Date();
  return withSystem(async (tx) => {
    const before = await tx.ssoDomain.findFirst({ where: seen });
    if (!before) throw new NotFoundError("domain");
    const proves = result === "verified";
    const row = await tx.ssoDomain.update({
      where: { id: seen.id },
      data: {
        lastCheckedAt: now,
        lastResult: result,
        ...(proves && { status: "verified", failingSince: null, verifiedAt: before.verifiedAt ?? now }),
      },
    });
    if (proves && before.status !== "verified") {
      await recordEvent(tx, ctx, {
        action: "sso.domain_verified",
        target: { type: "sso_domain", id: seen.id, label: row.domain },
        before: { status: before.status },
        after: { status: "verified" },
      });
    }
    return presentDomain(row);
  });
}
