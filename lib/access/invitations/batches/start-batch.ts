import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, DomainError, PermissionError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { readBatch } from "./internal";
import { BATCH_QUEUE } from "./job";
import { judgeList } from "./judge-list";
import type { JudgedRow } from "./judge-rows";
import { type BatchDto, type BatchInput, batchInput } from "./schema";

const LISTS_PER_HOUR = 10;

/**
 * Takes a list of people and hands the valid rows to the worker, which invites them in steps. Rows that cannot be sent
 * have their result at once. One list at a time.
 * @throws DomainError permission_denied (reason feature_switched_off), step_up_required, rate_limited (10 an hour)
 * @throws ValidationError list_empty, list_too_large, list_too_long, list_quote
 * @throws ConflictError reasons batch_running, batch_has_nobody
 */
export async function startBatch(ctx: TenantContext, input: BatchInput): Promise<BatchDto> {
  ctx.authorize("members:invite");
  assertFeature(ctx.tenant.entitlements, "bulk_invitations");
  const wish = batchInput.parse(input);
  const person = actorPerson(ctx.actor);
  if (person === null) throw new PermissionError("members:invite");
  const tenantId = ctx.tenant.id;
  const taken = await takeRate(`invite-list:${tenantId}`, LISTS_PER_HOUR, 3600);
  if (!taken.allowed) {
    throw new DomainError("rate_limited", "This workspace sends lists too fast. Try again later.", {
      retryAfterSeconds: taken.retryAfterSeconds,
    });
  }
  return withTenant({ tenantId, userId: person }, async (tx) => {
    await lockRoles(tx, tenantId);
    const rows = await judgeList(tx, ctx, wish);
    const valid = rows.filter(({ verdict }) => verdict === "valid").length;
    if (valid === 0) {
      throw new ConflictError("Nobody in this list can be invited.", { reason: "batch_has_nobody" });
    }
    await assertRecentFor(tx, ctx, await rolesOf(tx, tenantId, rows));
    const id = await insertBatch(tx, ctx, person, rows);
    await recordEvent(tx, ctx, {
      action: "invitation_batch.started",
      target: { type: "invitation_batch", id },
      after: { rows: rows.length, valid },
    });
    await enqueueJob(tx, { queue: BATCH_QUEUE, payload: { batch: id }, dedupeKey: `${BATCH_QUEUE}:${id}` });
    return readBatch(tx, tenantId, id);
  });
}

function rolesOf(tx: TenantTx, tenantId: string, rows: readonly JudgedRow[]) {
  const ids = rows.flatMap(({ verdict, roleId }) => (verdict === "valid" && roleId ? [roleId] : []));
  return tx.role.findMany({
    where: { tenantId, id: { in: [...new Set(ids)] } },
    select: { id: true, rank: true },
  });
}

async function insertBatch(
  tx: TenantTx,
  ctx: TenantContext,
  person: string,
  rows: readonly JudgedRow[],
): Promise<string> {
  const tenantId = ctx.tenant.id;
  const id = newId();
  const { count } = await tx.invitationBatch.createMany({
    data: {
      tenantId,
      id,
      createdBy: person,
      createdByName: actorName(ctx.actor).slice(0, 255),
      total: rows.length,
    },
    skipDuplicates: true,
  });
  if (count === 0) {
    throw new ConflictError("Another list is being sent. Wait until it is done.", {
      reason: "batch_running",
    });
  }
  await tx.invitationBatchRow.createMany({
    data: rows.map(({ verdict, line, email, role, roleId, name, locale }) => ({
      tenantId,
      batchId: id,
      line,
      email,
      role,
      roleId,
      name,
      locale,
      result: verdict === "valid" ? null : verdict,
    })),
  });
  return id;
}
