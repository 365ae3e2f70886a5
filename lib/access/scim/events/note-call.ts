import "server-only";
import { newId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import type { EventOutcome } from "../schema";

export type Call = {
  method: string;
  /** Without the query: a filter holds addresses. */
  path: string;
  resource: { type: "User" | "Group" | null; id: string | null; label: string };
  /** Names of what was asked to change, never the values. */
  summary: string;
  status: number;
  outcome: EventOutcome;
  scimType: string | null;
  detail: string;
  durationMs: number;
};

/** Writes down what a provider asked for and what came of it. */
export async function noteCall(ctx: ScimContext, call: Call): Promise<void> {
  const { resource } = call;
  await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.scimEvent.create({
      data: {
        tenantId: ctx.tenant.id,
        id: newId(),
        connectionId: ctx.connection.id,
        tokenId: ctx.actor.tokenId,
        method: call.method,
        path: call.path.slice(0, 300),
        resourceType: resource.type,
        resourceId: resource.id?.slice(0, 100) ?? null,
        resourceLabel: resource.label.slice(0, 255),
        summary: call.summary.slice(0, 500),
        status: call.status,
        outcome: call.outcome,
        scimType: call.scimType,
        detail: call.detail.slice(0, 500),
        ip: ctx.ip,
        userAgent: ctx.userAgent,
        requestId: ctx.requestId,
        durationMs: call.durationMs,
      },
      select: { id: true },
    }),
  );
}
