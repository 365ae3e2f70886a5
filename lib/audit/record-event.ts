import "server-only";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { Prisma } from "@/lib/infra/prisma/generated/client";
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

type EventContext = RequestInfo & { actor: Actor; tenant: { id: string } };

/** Writes the domain event of a change, in the change's own transaction: no event, no change. */
export async function recordEvent(
  tx: TenantTx | SystemTx,
  ctx: EventContext,
  event: EventInput,
): Promise<void> {
  await tx.domainEvent.create({
    data: {
      tenantId: ctx.tenant.id,
      id: newId(),
      ...describeActor(ctx.actor),
      action: event.action,
      targetType: event.target.type,
      targetId: event.target.id,
      targetLabel: (event.target.label ?? "").slice(0, 255),
      before: asJson(event.before),
      after: asJson(event.after),
      ip: ctx.ip,
      userAgent: ctx.userAgent,
      requestId: ctx.requestId,
    },
    select: { id: true },
  });
}

function describeActor(actor: Actor) {
  switch (actor.type) {
    case "user":
      return {
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
        onBehalfOf: actor.createdBy,
      };
    case "system":
      return { actorType: "system", actorLabel: actor.name };
    default:
      return actor satisfies never;
  }
}

/** The values are plain data by contract; JSON turns dates into ISO strings. */
function asJson(value: Record<string, unknown> | undefined) {
  return value === undefined ? Prisma.DbNull : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject);
}
