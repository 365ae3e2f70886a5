import "server-only";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { EventInput } from "./record-event";

export type PlatformEventInput = EventInput & { accountId?: string; tenantId?: string; reason?: string };

type PlatformEventContext = RequestInfo & { actor: Actor };

/** Writes a control-plane event (accounts, sign-in, back-office) in the transaction of its change. */
export async function recordPlatformEvent(
  tx: SystemTx,
  ctx: PlatformEventContext,
  event: PlatformEventInput,
): Promise<void> {
  const row = platformEventRow(ctx, event);
  const before = row.before === null ? Prisma.DbNull : (row.before as Prisma.InputJsonObject);
  const after = row.after === null ? Prisma.DbNull : (row.after as Prisma.InputJsonObject);
  await tx.platformEvent.create({ data: { ...row, before, after }, select: { id: true } });
}

/** The event as a row, for a function of the database that writes it with its change. */
export function platformEventRow(
  { actor, ip, userAgent, requestId }: PlatformEventContext,
  event: PlatformEventInput,
) {
  const json = (value: Record<string, unknown> | undefined) =>
    value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
  return {
    id: newId(),
    ...describeActor(actor),
    action: event.action,
    accountId: event.accountId ?? null,
    tenantId: event.tenantId ?? null,
    targetType: event.target.type,
    targetId: event.target.id,
    targetLabel: (event.target.label ?? "").slice(0, 255),
    reason: event.reason ?? null,
    before: json(event.before),
    after: json(event.after),
    ip,
    userAgent,
    requestId,
  };
}

function describeActor(actor: Actor) {
  if (actor.type === "user" && actor.support) {
    const { id, staffId, staffName, ticket } = actor.support;
    return {
      actorType: "user",
      actorId: staffId,
      actorLabel: staffName,
      onBehalfOf: actor.userId,
      supportSessionId: id,
      ticket,
    };
  }
  return {
    actorType: actor.type,
    actorId: actor.type === "user" ? actor.userId : actor.type === "api_key" ? actor.apiKeyId : null,
    actorLabel: actor.type === "user" ? actor.name || actor.email : actor.name,
  };
}
