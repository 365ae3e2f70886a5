import "server-only";
import { visibleFixes } from "@/lib/access/decisions/visible-fixes";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { fixesOfReceipt } from "./fixes-of-receipt";
import { presentReceipt, readReceipt } from "./read-receipt";
import type { ReceiptDetail } from "./schema";

/**
 * Why a call was refused, with its counter at that moment, what would change it now and who can do that. For the
 * holder, and for who reads the audit log.
 * @throws NotFoundError for anybody else's, another workspace's and after 30 days
 */
export async function getReceipt(ctx: TenantContext, id: string): Promise<ReceiptDetail> {
  const { row, request } = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const found = await readReceipt(tx, ctx, id);
    const { tenantId, userId, code, subject } = found;
    const asked = await tx.accessRequest.findFirst({
      where: { tenantId, userId, code, subject: subject ?? "" },
      orderBy: { createdAt: "desc" },
      select: { id: true, status: true, createdAt: true, receiptId: true },
    });
    return { row: found, request: asked };
  });
  const fixes = await fixesOfReceipt(ctx, row);
  const receipt = presentReceipt(ctx, row);
  // An earlier request that was decided says nothing about this refusal.
  const current = request && (request.status === "pending" || request.receiptId === id) ? request : null;
  return {
    ...receipt,
    fixes: visibleFixes(ctx, fixes),
    request: current && {
      id: current.id,
      status: current.status as "pending" | "granted" | "dismissed",
      created_at: current.createdAt.toISOString(),
    },
    may_request:
      receipt.is_mine &&
      ctx.actor.type === "user" &&
      current === null &&
      fixes.some(({ who }) => who.length > 0),
  };
}
