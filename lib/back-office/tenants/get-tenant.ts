import "server-only";
import { presentSubscription } from "@/lib/billing/present-subscription";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { LIVE_STATUSES } from "@/lib/entitlements/recompute-entitlements";
import type { DomainEvent, Prisma } from "@/lib/infra/prisma/generated/client";
import { inCell } from "@/lib/tenancy/cells/with-cell";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { schemaName } from "@/lib/tenancy/schema-name";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { accountUsage } from "@/lib/usage/account-usage";
import { assertStaff } from "../assert-staff";
import { findMembers } from "./find-members";
import { ifReachable } from "./internal";
import {
  type AdminOperationDto,
  type AdminTenantDetailDto,
  type AdminTenantEventDto,
  tenantStatus,
} from "./schema";

const EVENTS_SHOWN = 12;
const OPERATIONS_SHOWN = 3;

const TENANT_SHAPE = {
  account: {
    include: {
      accountMembers: { where: { role: "owner" }, include: { user: true } },
      tenants: { orderBy: { createdAt: "asc" }, take: 50 },
      subscriptions: { orderBy: { createdAt: "desc" }, take: 5 },
    },
  },
  operations: {
    orderBy: { createdAt: "desc" },
    take: OPERATIONS_SHOWN,
    include: { operationSteps: { orderBy: { position: "asc" } } },
  },
} satisfies Prisma.TenantInclude;
type TenantRow = Prisma.TenantGetPayload<{ include: typeof TENANT_SHAPE }>;

/**
 * A tenant with its account, people, limits and latest history, read from the control plane and the shared tables.
 * @throws PermissionError; NotFoundError
 */
export async function getTenant(ctx: StaffContext, id: string): Promise<AdminTenantDetailDto> {
  assertStaff(ctx);
  const found = await withSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id }, include: TENANT_SHAPE });
    if (!tenant) throw new NotFoundError("tenant");
    const inside = await ifReachable(
      inCell(tx, tenant.cell, async (cell) => ({
        events: await cell.domainEvent.findMany({
          where: { tenantId: id },
          orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
          take: EVENTS_SHOWN,
        }),
        members: await findMembers(cell, id),
      })),
      null,
    );
    const { accountId } = tenant;
    const placement = await tx.accountPlacement.findUnique({ where: { accountId } });
    return { tenant, inside, placement, lastActiveAt: await findLastActive(tx, id) };
  });
  const { tenant, inside, placement, lastActiveAt } = found;
  const limits = await accountUsage(tenant.accountId);
  return {
    ...presentFacts(tenant),
    last_active_at: lastActiveAt?.toISOString() ?? null,
    account: { ...presentAccount(tenant), placed_in: placement?.cell ?? null },
    subscription: presentLive(tenant),
    limits: limits.map(({ meter, used, limit, periodStart, periodEnd }) => ({
      meter,
      used,
      limit,
      period_start: periodStart?.toISOString() ?? null,
      period_end: periodEnd?.toISOString() ?? null,
    })),
    cell_reachable: inside !== null,
    members: inside?.members ?? { total: 0, shown: [] },
    events: (inside?.events ?? []).map(presentEvent),
    operations: tenant.operations.map(presentOperation),
  };
}

async function findLastActive(tx: SystemTx, id: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    select greatest((select max(m.last_opened_at) from platform.user_tenants m where m.tenant_id = ${id}::uuid),
      (select max(k.last_used_at) from platform.api_key_directory k where k.tenant_id = ${id}::uuid)) as at`;
  return row?.at ?? null;
}

function presentFacts(tenant: TenantRow) {
  return {
    id: tenant.id,
    name: tenant.name,
    slug: tenant.slug,
    url: tenantUrl(tenant.slug),
    status: tenantStatus.parse(tenant.status),
    status_reason: tenant.statusReason,
    plan: tenant.account.planKey,
    locale: tenant.locale,
    time_zone: tenant.timeZone,
    cell: tenant.cell,
    schema_name: schemaName(tenant.id),
    delete_after: tenant.deleteAfter?.toISOString() ?? null,
    created_at: tenant.createdAt.toISOString(),
  };
}

function presentAccount({ account, id }: TenantRow): Omit<AdminTenantDetailDto["account"], "placed_in"> {
  return {
    id: account.id,
    name: account.name,
    billing_state: account.billingState,
    billing_email: account.billingEmail,
    stripe_customer_id: account.stripeCustomerId,
    owners: account.accountMembers.map(({ user }) => ({
      id: user.id,
      name: `${user.firstName} ${user.lastName}`.trim(),
      email: user.email,
    })),
    siblings: account.tenants
      .filter((sibling) => sibling.id !== id)
      .map((sibling) => ({
        id: sibling.id,
        name: sibling.name,
        slug: sibling.slug,
        status: tenantStatus.parse(sibling.status),
      })),
  };
}

/** The subscription that counts: the live one, else the last there was. */
function presentLive({ account }: TenantRow): AdminTenantDetailDto["subscription"] {
  const rows = account.subscriptions;
  const row = rows.find((entry) => LIVE_STATUSES.includes(entry.status)) ?? rows[0];
  return row ? { ...presentSubscription(row), stripe_subscription_id: row.stripeSubscriptionId } : null;
}

function presentEvent(row: DomainEvent): AdminTenantEventDto {
  return {
    id: row.id,
    occurred_at: row.occurredAt.toISOString(),
    action: row.action,
    actor_type: row.actorType,
    actor: row.actorLabel,
    target: row.targetLabel,
  };
}

function presentOperation(row: TenantRow["operations"][number]): AdminOperationDto {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    steps: row.operationSteps.map((step) => ({
      name: step.name,
      state: step.state,
      attempts: step.attempts,
      error: step.error,
      finished_at: step.finishedAt?.toISOString() ?? null,
    })),
  };
}
