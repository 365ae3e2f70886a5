import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentReceipt } from "./read-receipt";
import { type ReceiptListQuery, type ReceiptPage, receiptListQuery } from "./schema";

/**
 * The caller's own receipts, newest first; a key's are its own only.
 * @throws DomainError invalid_request (cursor)
 */
export async function listReceipts(ctx: TenantContext, input: ReceiptListQuery): Promise<ReceiptPage> {
  const query = receiptListQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const { actor } = ctx;
  const mine =
    actor.type === "api_key"
      ? { actorType: "api_key", actorId: actor.apiKeyId }
      : { userId: actorPerson(actor) ?? "" };
  const rows = await withTenant({ tenantId }, (tx) =>
    tx.accessReceipt.findMany({
      where: {
        tenantId,
        ...mine,
        ...(query.route && { route: query.route }),
        AND: [afterCursor(query.cursor, "createdAt")],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => presentReceipt(ctx, row),
  );
}
