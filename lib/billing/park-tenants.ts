import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { GAUGE_PERIOD } from "@/lib/usage/reserve-limit";
import { mailBillingContacts } from "./mail-billing-contacts";
import { STRIPE_REQUEST } from "./stripe-actor";

/** Why a tenant is parked; only those are un-parked by room in the plan. */
export const PARKED_BY_PLAN = "plan_limit";

const NAMES_MAILED = 20;
const RESERVATION_SECONDS = 60;

/**
 * Parks the tenants that the plan has no room for and un-parks those it has: what the owner chose to keep stays
 * first, then the oldest. Nothing is deleted: a parked tenant can be read and exported, and does not count.
 * Un-parking takes its place in the limit as any new tenant does. Mails the account. Inside withBillingLock() only.
 */
export async function parkTenants(
  tx: SystemTx,
  accountId: string,
  by: RequestInfo & { actor: Actor } = STRIPE_REQUEST,
): Promise<void> {
  const grant = await tx.accountEntitlement.findUnique({
    where: { accountId_feature: { accountId, feature: "tenants" } },
  });
  const room = grant?.enabled ? grant.limitValue : 0n;
  // Rows before the counter, as everybody does who changes both.
  await tx.$queryRaw`select id::text from platform.tenants where account_id = ${accountId}::uuid order by id for update`;
  await tx.$queryRaw`select platform.resync_tenant_gauge(${accountId}::uuid)::text`;
  const tenants = await tx.tenant.findMany({
    where: { accountId, status: { notIn: ["offboarding", "erased"] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const ranked = [...tenants.filter((row) => row.keptAt), ...tenants.filter((row) => !row.keptAt)];
  const fits = (index: number) => room === null || BigInt(index) < room;
  const parked: string[] = [];
  for (const [index, tenant] of ranked.entries()) {
    if (!fits(index) && (await park(tx, tenant, by))) parked.push(tenant.name);
  }
  await tx.$queryRaw`select platform.resync_tenant_gauge(${accountId}::uuid)::text`;
  for (const [index, tenant] of ranked.entries()) {
    if (fits(index)) await unpark(tx, tenant, by);
  }
  if (parked.length === 0) return;
  const names = parked.slice(0, NAMES_MAILED).join(", ").slice(0, 1_000);
  await mailBillingContacts(tx, accountId, {
    template: "tenants_parked",
    data: { names, count: parked.length },
  });
}

async function park(tx: SystemTx, tenant: Tenant, by: RequestInfo & { actor: Actor }): Promise<boolean> {
  const { id } = tenant;
  const data = { statusReason: PARKED_BY_PLAN };
  if (!(await changeStatus(tx, { id, to: "parked", from: ["active"], data }))) return false;
  await record(tx, tenant, "parked", by);
  return true;
}

async function unpark(tx: SystemTx, tenant: Tenant, by: RequestInfo & { actor: Actor }): Promise<void> {
  if (tenant.status !== "parked" || tenant.statusReason !== PARKED_BY_PLAN) return;
  const { id, accountId } = tenant;
  const reservation = newId();
  const [answer] = await tx.$queryRaw<{ granted: boolean }[]>`
    select granted from platform.reserve(${reservation}::uuid, ${accountId}::uuid, ${id}::uuid, 'tenants', 'tenants',
      ${GAUGE_PERIOD}::uuid, 1, ${RESERVATION_SECONDS}::int)`;
  if (!answer?.granted) return;
  const opened = await changeStatus(tx, { id, to: "active", from: ["parked"], data: { statusReason: null } });
  await tx.$queryRaw`select platform.finish_reservation(${reservation}::uuid, ${opened !== null})::text`;
  if (opened) await record(tx, tenant, "active", by);
}

async function record(
  tx: SystemTx,
  tenant: Tenant,
  status: "active" | "parked",
  by: RequestInfo & { actor: Actor },
): Promise<void> {
  const { id, accountId, name } = tenant;
  const event = {
    action: status === "parked" ? "tenant.parked" : "tenant.unparked",
    target: { type: "tenant", id, label: name },
    before: { status: tenant.status },
    after: { status },
  };
  await recordEvent(tx, { ...by, tenant: { id } }, event);
  await recordPlatformEvent(tx, by, { ...event, accountId, tenantId: id });
}
