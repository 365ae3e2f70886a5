import "server-only";
import type { Actor, RequestInfo, StaffActor, SupportVisit, UserActor } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { enqueueForCell } from "@/lib/tenancy/cells/enqueue-for-cell";
import { cellBinding } from "@/lib/tenancy/cells/with-cell";
import { tenantBinding } from "@/lib/tenancy/tenant-adapter";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

export type EventInput = {
  /** `resource.past_tense`, as in `member.invited`. */
  action: string;
  target: { type: string; id: string; label?: string };
  /** Allow-listed fields only; never a secret. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

export type EventContext = RequestInfo & { actor: Actor; tenant: { id: string } };
/** Also of staff who are not in the workspace. */
export type EventCause = Omit<EventContext, "actor"> & { actor: Actor | StaffActor };

/** Writes the domain event of a change, in the change's own transaction: no event, no change. */
export async function recordEvent(
  tx: TenantTx | SystemTx,
  ctx: EventCause,
  event: EventInput,
): Promise<void> {
  const tenantId = ctx.tenant.id;
  if (await liesElsewhere(tx, tenantId)) return recordElsewhere(tx, tenantId, factsOf(ctx, event), event);
  await tx.domainEvent.create({ data: eventRow(ctx, event), select: { id: true } });
}

/** The row of an event in its tenant's own log. */
export function eventRow(ctx: EventCause, event: EventInput) {
  return {
    tenantId: ctx.tenant.id,
    id: newId(),
    ...factsOf(ctx, event),
    before: asJson(event.before),
    after: asJson(event.after),
  };
}

function factsOf(ctx: EventCause, event: EventInput) {
  return {
    ...describeActor(ctx.actor),
    action: event.action,
    targetType: event.target.type,
    targetId: event.target.id,
    targetLabel: (event.target.label ?? "").slice(0, 255),
    // Where our staff sit is in the platform's trail, joined by the request's id.
    ...(isSupport(ctx.actor) ? {} : { ip: ctx.ip, userAgent: ctx.userAgent }),
    requestId: ctx.requestId,
  };
}

/** A transaction of the control plane about a tenant whose log is in another database, by the directory as it is now. */
async function liesElsewhere(tx: SystemTx, tenantId: string): Promise<boolean> {
  if (tenantBinding.getStore() || cellBinding.getStore() || remoteCells().length === 0) return false;
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { cell: true } });
  return tenant !== null && tenant.cell !== MAIN_CELL;
}

/** The event is committed with the change and reaches the tenant's log when the worker has delivered it. */
async function recordElsewhere(
  tx: SystemTx,
  tenantId: string,
  facts: Record<string, string | null | undefined>,
  event: EventInput,
): Promise<void> {
  const columns = Object.entries(facts).map(([key, value]) => [snakeCase(key), value ?? null]);
  await enqueueForCell(tx, tenantId, "domain_event", {
    tenant_id: tenantId,
    id: newId(),
    occurred_at: new Date().toISOString(),
    ...Object.fromEntries(columns),
    before: event.before === undefined ? null : plain(event.before),
    after: event.after === undefined ? null : plain(event.after),
  });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function describeActor(actor: Actor | StaffActor) {
  switch (actor.type) {
    case "user":
      return actor.support
        ? describeStaff(actor, actor.support)
        : {
            actorType: "user",
            actorId: actor.userId,
            actorLabel: actor.name || actor.email,
            sessionId: actor.sessionId,
          };
    case "api_key":
      return {
        actorType: "api_key",
        actorId: actor.apiKeyId,
        actorLabel: actor.name,
        onBehalfOf: actor.serviceAccountId ?? actor.createdBy,
      };
    case "system":
      return { actorType: "system", actorLabel: actor.name };
    case "scim":
      return { actorType: "scim", actorId: actor.connectionId, actorLabel: actor.name };
    case "staff":
      return { actorType: "staff", actorId: actor.staffId, actorLabel: actor.name, ticket: actor.ticket };
    default:
      return actor satisfies never;
  }
}

/** Who did it, and in whose place: never the member alone. */
function describeStaff(actor: UserActor, support: SupportVisit) {
  return {
    actorType: "staff",
    actorId: support.staffId,
    actorLabel: support.staffName,
    onBehalfOf: actor.userId,
    sessionId: actor.sessionId,
    supportSessionId: support.id,
    ticket: support.ticket,
  };
}

function isSupport(actor: Actor | StaffActor): boolean {
  return actor.type === "user" && actor.support !== undefined;
}

function asJson(value: Record<string, unknown> | undefined) {
  return value === undefined ? Prisma.DbNull : plain(value);
}

/** The values are plain data by contract; JSON turns dates into ISO strings. */
function plain(value: Record<string, unknown>): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;
}
