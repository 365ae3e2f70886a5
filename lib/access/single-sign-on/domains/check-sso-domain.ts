import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { checkProof } from "@/lib/tenancy/domain-proof/check-proof";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertMayPrepare } from "../connections/assert-may-prepare";
import { assertManager, type SsoScope } from "../connections/own-connection";
import type { SsoDomainDto } from "../schema";
import { mailDomains, presentDomain } from "./domain-record";

type Where = { connectionId: string; domainId: string };

/**
 * Looks for the record now. Found: the domain leads to this connection, unless another workspace proved it first.
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
  const checked = await checkProof(mailDomains, row, {
    rateKey: `sso-domain-check:${tenantId}`,
    announce: (tx, before) =>
      recordEvent(tx, ctx, {
        action: "sso.domain_verified",
        target: { type: "sso_domain", id: row.id, label: row.domain },
        before: { status: before.status },
        after: { status: "verified" },
      }),
  });
  return presentDomain(checked);
}
