import "server-only";
import { createHash } from "node:crypto";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import type { Refusal, RefusedCall } from "../keep-receipt";
import { onceAMinute, type Receipt } from "../once-a-minute";

/** A person's receipts a day: a flood of refusals is answered, and no longer written down. */
const DAILY = 200;

/**
 * Writes down why a person was refused where no workspace is concerned, for that person alone. Never throws: a refusal is
 * answered also when it cannot be noted.
 */
export async function keepOwnReceipt(
  ctx: UserContext,
  refusal: Refusal,
  call: RefusedCall,
): Promise<Receipt> {
  const id = refusal.details.decisionId ?? newId();
  const { userId, support } = ctx.actor;
  // What support staff are refused in a member's place is not the member's.
  if (support) return { id, kept: false };
  const { code, details } = refusal;
  const parts = [code, details.reason ?? "", details.subject ?? "", call.method, call.route];
  const fingerprint = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return onceAMinute(`own:${userId}:${fingerprint}`, (minute) =>
    write({ ctx, refusal, call, id, fingerprint, minute }).catch((error: unknown) => {
      logger.warn({ error, decisionId: id }, "receipt not kept");
      return { id, kept: false };
    }),
  );
}

type Parts = {
  ctx: UserContext;
  refusal: Refusal;
  call: RefusedCall;
  id: string;
  fingerprint: string;
  minute: Date;
};

async function write({ ctx, refusal, call, id, fingerprint, minute }: Parts): Promise<Receipt> {
  const { userId } = ctx.actor;
  const { reason, subject, figures } = refusal.details;
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      insert into platform.own_receipts (id, user_id, code, reason, subject, message, method, route, used_value,
        limit_value, resets_at, request_id, fingerprint, minute)
      select ${id}::uuid, ${userId}::uuid, ${refusal.code}, ${reason ?? null}, ${subject?.slice(0, 80) ?? null},
        ${refusal.message.slice(0, 500)}, ${call.method}, ${call.route.slice(0, 200)}, ${figures?.used ?? null}::bigint,
        ${figures?.limit ?? null}::bigint, ${figures?.resetsAt ?? null}::timestamptz, ${ctx.requestId.slice(0, 64)},
        ${fingerprint}, ${minute}::timestamptz
      where (select count(*) from platform.own_receipts r where r.user_id = ${userId}::uuid
        and r.created_at > now() - interval '1 day') < ${DAILY}
      on conflict (user_id, fingerprint, minute) do update set minute = excluded.minute
      returning id::text`,
  );
  return rows[0] ? { id: rows[0].id, kept: true } : { id, kept: false };
}
