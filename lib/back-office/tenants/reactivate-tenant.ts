import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { parkTenants } from "@/lib/billing/park-tenants";
import { withBillingLock } from "@/lib/billing/stripe/billing-lock";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { ifReachable, listTenantAdmins, staffAsSeenByTenant } from "./internal";
import { type SuspensionDto, type SuspensionInput, suspensionInput, tenantStatus } from "./schema";

/**
 * Ends a suspension: portal and API answer again from the next request on. A tenant that the account's plan has no
 * room for is parked, as it would have been without the suspension. Mails the tenant's admins.
 * @throws PermissionError; NotFoundError; ConflictError not_suspended
 */
export async function reactivateTenant(
  ctx: StaffContext,
  id: string,
  raw: SuspensionInput,
): Promise<SuspensionDto> {
  assertStaff(ctx);
  const { reason } = suspensionInput.parse(raw);
  const known = await withSystem((tx) =>
    tx.tenant.findFirst({ where: { id, status: { not: "erased" } }, select: { accountId: true } }),
  );
  if (!known) throw new NotFoundError("tenant");
  return withBillingLock(known.accountId, async (tx) => {
    const opened = await changeStatus(tx, {
      id,
      to: "active",
      from: ["suspended"],
      data: { statusReason: null },
    });
    if (!opened) {
      throw new ConflictError("This workspace is not suspended.", { reason: "not_suspended" });
    }
    await parkTenants(tx, known.accountId);
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id } });
    const event = {
      action: "tenant.reactivated",
      target: { type: "tenant", id, label: tenant.name },
      before: { status: "suspended" },
      after: { status: tenant.status, reason },
    };
    await recordEvent(tx, staffAsSeenByTenant(ctx, id), event);
    await recordPlatformEvent(tx, ctx, { ...event, accountId: known.accountId, tenantId: id, reason });
    for (const { email, locale } of await ifReachable(listTenantAdmins(tx, tenant), [])) {
      const data = { tenantName: tenant.name, slug: tenant.slug };
      await enqueueMail(tx, { template: "tenant_reactivated", to: email, locale, data });
    }
    return { id, status: tenantStatus.parse(tenant.status) };
  });
}
