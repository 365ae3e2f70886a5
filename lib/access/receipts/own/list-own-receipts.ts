import "server-only";
import type { UserContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withSystem } from "@/lib/tenancy/with-system";
import { type ReceiptListQuery, type ReceiptPage, receiptListQuery } from "../schema";
import { presentOwnReceipt } from "./present-own-receipt";

/**
 * What the person was refused outside a workspace, newest first.
 * @throws DomainError invalid_request (cursor)
 */
export async function listOwnReceipts(ctx: UserContext, input: ReceiptListQuery): Promise<ReceiptPage> {
  const query = receiptListQuery.parse(input);
  const rows = await withSystem((tx) =>
    tx.ownReceipt.findMany({
      where: {
        userId: ctx.actor.userId,
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
    (row) => presentOwnReceipt(ctx, row),
  );
}
