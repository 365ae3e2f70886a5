import "server-only";
import { createHash } from "node:crypto";
import { actorName, actorPerson, actorPrincipal } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import type { DomainError, ErrorDetails } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { onceAMinute, type Receipt } from "./once-a-minute";

/** A holder's and a workspace's receipts a day: a flood of refusals is answered, and no longer written down. */
const DAILY = { holder: 200, tenant: 5_000 };

export type Refusal = Pick<DomainError, "code" | "message"> & {
  details: Pick<ErrorDetails, "decisionId" | "reason" | "subject" | "figures">;
};
export type RefusedCall = { method: string; route: string };
/**
 * Writes down why a call was refused, for its holder to open. Equal refusals of one actor within a minute have one
 * receipt, and only the first costs a write. Never throws: a refusal is answered also when it cannot be noted.
 * `lookUp` reads the counter where the error does not carry it.
 */
export async function keepReceipt(
  ctx: TenantContext,
  refusal: Refusal,
  call: RefusedCall,
  lookUp: () => Promise<ErrorDetails["figures"]> = async () => undefined,
): Promise<Receipt> {
  const id = refusal.details.decisionId ?? newId();
  const userId = actorPrincipal(ctx.actor)?.id;
  if (userId === undefined) return { id, kept: false };
  const fingerprint = fingerprintOf(ctx, refusal, call);
  return onceAMinute(`${ctx.tenant.id}:${fingerprint}`, (minute) =>
    write({ ctx, refusal, call, id, userId, fingerprint, minute, lookUp }).catch((error: unknown) => {
      logger.warn({ error, decisionId: id }, "receipt not kept");
      return { id, kept: false };
    }),
  );
}

function fingerprintOf({ actor }: TenantContext, { code, details }: Refusal, call: RefusedCall): string {
  const actorId = actor.type === "user" ? actor.userId : actor.type === "api_key" ? actor.apiKeyId : "";
  const visit = actor.type === "user" ? (actor.support?.id ?? "") : "";
  // A page is told by its address; calls are equal whatever they were made on, but not those of support staff.
  const place = call.method === "PAGE" ? call.route : visit && `${call.method} ${call.route}`;
  const parts = [actor.type, actorId, visit, code, details.reason ?? "", details.subject ?? "", place];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

type Parts = {
  ctx: TenantContext;
  refusal: Refusal;
  call: RefusedCall;
  id: string;
  userId: string;
  fingerprint: string;
  minute: Date;
  lookUp: () => Promise<ErrorDetails["figures"]>;
};

async function write(parts: Parts): Promise<Receipt> {
  const { ctx, refusal, call, id, userId, fingerprint, minute, lookUp } = parts;
  const { actor, tenant } = ctx;
  if (actor.type === "user" && actor.support) return noteBlocked(parts);
  const figures = refusal.details.figures ?? (await lookUp());
  const actorId = actor.type === "api_key" ? actor.apiKeyId : userId;
  const rows = await withTenant(
    { tenantId: tenant.id, userId: actorPerson(actor) },
    (tx) => tx.$queryRaw<{ id: string }[]>`
      insert into shared.access_receipts (tenant_id, id, user_id, actor_type, actor_id, actor_label, code, reason,
        subject, message, method, route, used_value, limit_value, resets_at, plan_key, request_id, fingerprint, minute)
      select ${tenant.id}::uuid, ${id}::uuid, ${userId}::uuid, ${actor.type}, ${actorId}::uuid,
        ${actorName(actor).slice(0, 255)}, ${refusal.code}, ${refusal.details.reason ?? null},
        ${refusal.details.subject?.slice(0, 80) ?? null}, ${refusal.message.slice(0, 500)}, ${call.method},
        ${call.route.slice(0, 200)}, ${figures?.used ?? null}::bigint, ${figures?.limit ?? null}::bigint,
        ${figures?.resetsAt ?? null}::timestamptz, ${tenant.planKey}, ${ctx.requestId}, ${fingerprint},
        ${minute}::timestamptz
      where (select count(*) from shared.access_receipts r where r.tenant_id = ${tenant.id}::uuid
          and r.user_id = ${userId}::uuid and r.created_at > now() - interval '1 day') < ${DAILY.holder}
        and (select count(*) from shared.access_receipts r where r.tenant_id = ${tenant.id}::uuid
          and r.created_at > now() - interval '1 day') < ${DAILY.tenant}
      on conflict (tenant_id, fingerprint, minute) do update set minute = excluded.minute
      returning id::text`,
  );
  return rows[0] ? { id: rows[0].id, kept: true } : { id, kept: false };
}

/** What support staff were refused is no receipt of the member's: it stands in the workspace's log. */
async function noteBlocked({ ctx, refusal, call, id }: Parts): Promise<Receipt> {
  await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    recordEvent(tx, ctx, {
      action: "support_session.blocked",
      target: { type: "route", id: `${call.method} ${call.route}`.slice(0, 255) },
      after: { code: refusal.code, reason: refusal.details.reason ?? null },
    }),
  );
  return { id, kept: false };
}
