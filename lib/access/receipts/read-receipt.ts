import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { AccessReceiptModel } from "@/lib/infra/prisma/generated/models/AccessReceipt";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ReceiptDto } from "./schema";

/** Whether this receipt is the caller's: the same person, or a key of theirs. A key reads its own only. */
export function isHolder(ctx: TenantContext, row: AccessReceiptModel): boolean {
  const { actor } = ctx;
  if (actor.type === "api_key") return row.actorType === "api_key" && row.actorId === actor.apiKeyId;
  return row.userId === actorPerson(actor);
}

/**
 * A receipt that the caller may read: their own, or anybody's for who reads the audit log. Any other id is unknown.
 * @throws NotFoundError
 */
export async function readReceipt(tx: TenantTx, ctx: TenantContext, id: string): Promise<AccessReceiptModel> {
  const row = await tx.accessReceipt.findUnique({ where: { tenantId_id: { tenantId: ctx.tenant.id, id } } });
  if (!row || !(isHolder(ctx, row) || ctx.decide("audit:read").allowed)) throw new NotFoundError("decision");
  return row;
}

export function presentReceipt(ctx: TenantContext, row: AccessReceiptModel): ReceiptDto {
  return {
    id: row.id,
    created_at: row.createdAt.toISOString(),
    code: row.code,
    reason: row.reason,
    subject: row.subject,
    message: row.message,
    method: row.method,
    route: row.route,
    actor: {
      type: row.actorType === "api_key" ? "api_key" : "user",
      id: row.actorId,
      name: row.actorLabel,
    },
    is_mine: isHolder(ctx, row),
    plan: row.planKey,
    counter: presentCounter(row),
  };
}

type Counter = { usedValue: bigint | null; limitValue: bigint | null; resetsAt: Date | null };

export function presentCounter({ usedValue, limitValue, resetsAt }: Counter): ReceiptDto["counter"] {
  const figure = (value: bigint | null) => (value === null ? null : Number(value));
  if (usedValue === null && limitValue === null && resetsAt === null) return null;
  return {
    used: figure(usedValue),
    limit: figure(limitValue),
    resets_at: resetsAt?.toISOString() ?? null,
  };
}
