import "server-only";
import type * as z from "zod";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, type Page, toPage } from "@/lib/core/cursor";
import { listQuery } from "@/lib/core/list-query";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentSubscription } from "../present-subscription";
import type { SubscriptionDto } from "../schema";

/**
 * The account's subscriptions, newest first; at most one of them is live.
 * @throws DomainError permission_denied, invalid_request
 */
export async function listSubscriptions(
  ctx: TenantContext,
  input: z.input<typeof listQuery>,
): Promise<Page<SubscriptionDto>> {
  ctx.authorize("billing:read");
  const { limit, cursor } = listQuery.parse(input);
  const rows = await withSystem((tx) =>
    tx.subscription.findMany({
      where: { accountId: ctx.tenant.accountId, ...afterCursor(cursor, "createdAt") },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    }),
  );
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), presentSubscription);
}
