import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { parkTenants } from "@/lib/billing/park-tenants";
import { withBillingLock } from "@/lib/billing/stripe/billing-lock";
import type { UserContext } from "@/lib/core/context";
import { LimitError, NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { ownedAccount, readOwnedTenants } from "./list-owned-tenants";
import { type KeepInput, keepInput, type OwnedTenantsDto } from "./schema";

/**
 * Records which workspaces of the account stay open when the plan has no room for all, and applies it at once: the
 * others are parked, chosen ones open. Room that the choice leaves goes to the oldest. Nothing is deleted.
 * @throws NotFoundError for somebody who owns no account, or a workspace that is not its own; LimitError limit_reached
 * for more than the plan allows
 */
export async function keepTenants(ctx: UserContext, raw: KeepInput): Promise<OwnedTenantsDto> {
  const chosen = new Set(keepInput.parse(raw).tenant_ids);
  const accountId = await withSystem((tx) => ownedAccount(tx, ctx));
  return withBillingLock(accountId, async (tx, account) => {
    const before = await readOwnedTenants(tx, accountId);
    const own = new Set(before.data.map((row) => row.id));
    if ([...chosen].some((id) => !own.has(id))) throw new NotFoundError("tenant");
    if (before.limit !== null && chosen.size > before.limit) {
      throw new LimitError("tenants", `Your plan allows ${before.limit} tenants.`, {
        reason: "limit_reached",
      });
    }
    await tx.tenant.updateMany({ where: { accountId }, data: { keptAt: null } });
    await tx.tenant.updateMany({
      where: { accountId, id: { in: [...chosen] } },
      data: { keptAt: new Date() },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "account.kept_tenants_chosen",
      accountId,
      target: { type: "account", id: accountId, label: account.billingEmail ?? "" },
      after: { kept: before.data.filter((row) => chosen.has(row.id)).map((row) => row.slug) },
    });
    await parkTenants(tx, accountId, ctx);
    return readOwnedTenants(tx, accountId);
  });
}
