import "server-only";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import type { ReceiptDetail } from "../schema";
import { ownFixes, presentOwnReceipt } from "./present-own-receipt";

/**
 * Why the person was refused outside a workspace, and what they can do about it.
 * @throws NotFoundError for anybody else's, and after 30 days
 */
export async function getOwnReceipt(ctx: UserContext, id: string): Promise<ReceiptDetail> {
  const row = await withSystem((tx) => tx.ownReceipt.findFirst({ where: { id, userId: ctx.actor.userId } }));
  if (!row) throw new NotFoundError("decision");
  return { ...presentOwnReceipt(ctx, row), fixes: ownFixes(row), request: null, may_request: false };
}
