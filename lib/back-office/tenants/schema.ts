import * as z from "zod";
import { subscriptionDto } from "@/lib/billing/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { PLAN_KEYS } from "@/lib/entitlements/catalogue";

/** Statuses of a tenant, in the order of its life. */
export const TENANT_STATUSES = [
  "pending_approval",
  "provisioning",
  "active",
  "grace",
  "restricted",
  "suspended",
  "moving",
  "parked",
  "offboarding",
  "erased",
] as const;
export const tenantStatus = z.enum(TENANT_STATUSES);

/** What staff can close: everything that people can still open. */
export const SUSPENDABLE: readonly string[] = ["active", "grace", "restricted", "parked"];

const time = z.iso.datetime();

export const adminTenantQuery = listQuery.extend({
  /** Part of a name or an address, or a whole id of the tenant or of its Stripe customer. */
  q: z.string().trim().max(100).optional(),
  status: tenantStatus.optional(),
  plan: z.enum(PLAN_KEYS).optional(),
});
export type AdminTenantQuery = z.input<typeof adminTenantQuery>;

const usage = z.object({
  used: z.int(),
  /** null: unlimited. */
  limit: z.int().nullable(),
});

export const adminTenantDto = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  status: tenantStatus,
  plan: z.string(),
  billing_state: z.string(),
  /** Active members. */
  members: z.int(),
  /** API calls of the account in its open period, over all its tenants. */
  api_calls: usage,
  created_at: time,
  /** When a member last opened it or a key last called; null when nobody ever did. */
  last_active_at: time.nullable(),
});
export type AdminTenantDto = z.output<typeof adminTenantDto>;

export const adminTenantPage = pageOf(adminTenantDto).extend({
  /** Tenants in each status for this search and plan; statuses without one are left out. */
  counts: z.partialRecord(tenantStatus, z.int()),
});
export type AdminTenantPage = z.output<typeof adminTenantPage>;

const person = z.object({ id: z.uuid(), name: z.string(), email: z.string() });

const memberDto = person.extend({ roles: z.array(z.string()), status: z.string(), joined_at: time });
export type AdminMemberDto = z.output<typeof memberDto>;

const operationDto = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.string(),
  error: z.string().nullable(),
  created_at: time,
  steps: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      attempts: z.int(),
      error: z.string().nullable(),
      finished_at: time.nullable(),
    }),
  ),
});
export type AdminOperationDto = z.output<typeof operationDto>;

const tenantEventDto = z.object({
  id: z.uuid(),
  occurred_at: time,
  action: z.string(),
  actor_type: z.string(),
  actor: z.string(),
  target: z.string(),
});
export type AdminTenantEventDto = z.output<typeof tenantEventDto>;

/** Everything on a tenant's page. Nothing of the tenant's own schema. */
export const adminTenantDetailDto = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  url: z.url(),
  status: tenantStatus,
  status_reason: z.string().nullable(),
  plan: z.string(),
  locale: z.string(),
  time_zone: z.string(),
  cell: z.string(),
  /** False while the tenant's cell is down: then its people and events are left out. */
  cell_reachable: z.boolean(),
  schema_name: z.string(),
  delete_after: time.nullable(),
  created_at: time,
  last_active_at: time.nullable(),
  account: z.object({
    id: z.uuid(),
    name: z.string(),
    billing_state: z.string(),
    billing_email: z.string().nullable(),
    stripe_customer_id: z.string().nullable(),
    /** Cell that staff chose for its next workspaces; null: by load. */
    placed_in: z.string().nullable(),
    owners: z.array(person),
    /** Its other tenants. */
    siblings: z.array(z.object({ id: z.uuid(), name: z.string(), slug: z.string(), status: tenantStatus })),
  }),
  subscription: subscriptionDto.extend({ stripe_subscription_id: z.string() }).nullable(),
  limits: z.array(
    usage.extend({ meter: z.string(), period_start: time.nullable(), period_end: time.nullable() }),
  ),
  members: z.object({ total: z.int(), shown: z.array(memberDto) }),
  events: z.array(tenantEventDto),
  operations: z.array(operationDto),
});
export type AdminTenantDetailDto = z.output<typeof adminTenantDetailDto>;

/** Why staff close or open a tenant: kept in both trails, and mailed when they close it. */
export const suspensionInput = z.strictObject({ reason: z.string().trim().min(3).max(1000) });
export type SuspensionInput = z.input<typeof suspensionInput>;

export const suspensionDto = z.object({ id: z.uuid(), status: tenantStatus });
export type SuspensionDto = z.output<typeof suspensionDto>;

export const stripeSyncDto = z.object({
  plan: z.string(),
  billing_state: z.string(),
  /** Rows of the mirror that were wrong. */
  drift: z.int(),
});
export type StripeSyncDto = z.output<typeof stripeSyncDto>;
