import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { ifReachable, listTenantAdmins, staffAsSeenByTenant } from "./internal";
import { SUSPENDABLE, type SuspensionDto, type SuspensionInput, suspensionInput } from "./schema";

/**
 * Closes a tenant's portal and API from the next request on, and mails its admins the reason, each in their own
 * language. Nothing is deleted and sessions stay: reactivation opens everything again.
 * @throws PermissionError; NotFoundError; ConflictError already_suspended, not_suspendable
 */
export async function suspendTenant(
  ctx: StaffContext,
  id: string,
  raw: SuspensionInput,
): Promise<SuspensionDto> {
  assertStaff(ctx);
  const { reason } = suspensionInput.parse(raw);
  return withSystem(async (tx) => {
    const before = await lockSuspendable(tx, id);
    const tenant = await changeStatus(tx, { id, to: "suspended", data: { statusReason: reason } });
    if (!tenant)
      throw new ConflictError("This workspace cannot be suspended.", { reason: "not_suspendable" });
    // A parked workspace did not count; a suspended one does.
    await tx.$queryRaw`select platform.resync_tenant_gauge(${tenant.accountId}::uuid)::text`;
    const event = {
      action: "tenant.suspended",
      target: { type: "tenant", id, label: tenant.name },
      before: { status: before },
      after: { status: "suspended", reason },
    };
    await recordEvent(tx, staffAsSeenByTenant(ctx, id), event);
    await recordPlatformEvent(tx, ctx, { ...event, accountId: tenant.accountId, tenantId: id, reason });
    for (const { email, locale } of await ifReachable(listTenantAdmins(tx, tenant), [])) {
      const data = { tenantName: tenant.name, reason };
      await enqueueMail(tx, { template: "tenant_suspended", to: email, locale, data });
    }
    return { id, status: "suspended" as const };
  });
}

/** The lock makes a second click wait and then find the first one's result. */
async function lockSuspendable(tx: SystemTx, id: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ status: string }[]>`
    select t.status::text from platform.tenants t where t.id = ${id}::uuid and t.status <> 'erased' for update`;
  if (!row) throw new NotFoundError("tenant");
  if (row.status === "suspended") {
    throw new ConflictError("This workspace is suspended already.", { reason: "already_suspended" });
  }
  if (!SUSPENDABLE.includes(row.status)) {
    throw new ConflictError(`A workspace that is ${row.status} cannot be suspended.`, {
      reason: "not_suspendable",
    });
  }
  return row.status;
}
