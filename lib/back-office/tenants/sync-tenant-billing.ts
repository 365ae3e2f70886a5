import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { withBillingLock } from "@/lib/billing/stripe/billing-lock";
import { syncAccount } from "@/lib/billing/stripe/sync-account";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { staffAsSeenByTenant } from "./internal";
import type { StripeSyncDto } from "./schema";

/**
 * Brings a tenant's account in line with Stripe now, as the nightly sweep would: mirror, plan and billing state.
 * @throws PermissionError; NotFoundError; DomainError upstream_failed when Stripe does not answer
 */
export async function syncTenantBilling(ctx: StaffContext, id: string): Promise<StripeSyncDto> {
  assertStaff(ctx);
  const tenant = await withSystem((tx) =>
    tx.tenant.findFirst({
      where: { id, status: { not: "erased" } },
      select: { accountId: true, name: true, account: { select: { name: true } } },
    }),
  );
  if (!tenant) throw new NotFoundError("tenant");
  const { accountId } = tenant;
  return withBillingLock(accountId, async (tx, account) => {
    const drift = await syncAccount(tx, account);
    const now = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
    const change = {
      before: { plan: account.planKey, billing_state: account.billingState },
      after: { plan: now.planKey, billing_state: now.billingState, drift },
    };
    await recordEvent(tx, staffAsSeenByTenant(ctx, id), {
      action: "billing.synced",
      target: { type: "tenant", id, label: tenant.name },
      ...change,
    });
    await recordPlatformEvent(tx, ctx, {
      action: "account.stripe_synced",
      target: { type: "account", id: accountId, label: tenant.account.name },
      accountId,
      tenantId: id,
      ...change,
    });
    return { plan: now.planKey, billing_state: now.billingState, drift };
  });
}
