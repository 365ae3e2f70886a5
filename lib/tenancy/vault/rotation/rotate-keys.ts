import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import type { KeyRotation } from "@/lib/infra/prisma/generated/client";
import { withSystem } from "../../with-system";
import type { TenantScope } from "../../with-tenant";
import { addGeneration } from "./add-generation";
import { reencryptTenant } from "./reencrypt-tenant";
import { resealPlatform } from "./reseal-platform";
import { GRACE_MS, retireGenerations } from "./retire-generations";
import { rewrapTenantKeys } from "./rewrap-tenant-keys";

export type RotationProgress = { phase: "keys" | "values" | "wait" | "retire"; done: number; total: number };
export type RotationResult = {
  id: string;
  resumed: boolean;
  tenants: number;
  values: number;
  /** Values that do not open and keep their old key alive. */
  failed: number;
  /** Old generations that are still kept. */
  retiring: number;
};
export type RotationOptions = {
  tenantId?: string;
  graceMs?: number;
  onProgress?: (progress: RotationProgress) => void;
};

type Target = { id: string; cell: string };

/**
 * Gives tenants new data keys and moves what they sealed to them, while the product runs. Killed and started again, it
 * goes on with the same rotation: a tenant whose key was made since its start is not rotated twice.
 */
export async function rotateDataKeys(options: RotationOptions = {}): Promise<RotationResult> {
  const { graceMs = GRACE_MS, onProgress = () => undefined } = options;
  const { run, resumed } = await beginRun("data", options.tenantId);
  const targets = await listTargets(options.tenantId);
  const result: RotationResult = {
    id: run.id,
    resumed,
    tenants: targets.length,
    values: 0,
    failed: 0,
    retiring: 0,
  };
  const each = async (phase: RotationProgress["phase"], work: (scope: TenantScope) => Promise<void>) => {
    for (const [done, { id: tenantId, cell }] of targets.entries()) {
      // A tenant whose cell is down is done by the next run; it does not keep the others waiting.
      await work({ tenantId, cell }).catch((error: unknown) => {
        logger.error({ error, tenant: tenantId, phase }, "rotating a tenant's key failed");
        result.failed += 1;
      });
      onProgress({ phase, done: done + 1, total: targets.length });
    }
  };
  await each("keys", async ({ tenantId }) => void (await addGeneration(tenantId, run.startedAt)));
  await each("values", async (scope) => {
    const { changed, broken } = await reencryptTenant(scope);
    result.values += changed;
    result.failed += broken;
  });
  if (targets.length > 0 && graceMs > 0) {
    onProgress({ phase: "wait", done: 0, total: Math.ceil(graceMs / 1000) });
    await sleep(graceMs + 100);
  }
  await each("retire", async (scope) => {
    // Late writers may have sealed with the old key until a moment ago: one more pass, then the old key goes.
    result.values += (await reencryptTenant(scope)).changed;
    result.retiring += await retireGenerations(scope, graceMs);
  });
  await endRun(run.id, {
    total: targets.length,
    done: targets.length - result.failed,
    failed: result.failed,
  });
  return result;
}

/**
 * Wraps every data key under the current master key and seals the platform's own secrets anew under it. Afterwards the
 * old master key is needed by nothing, unless `failed` is above zero.
 */
export async function rotateMasterKey(options: RotationOptions = {}): Promise<RotationResult> {
  const { onProgress = () => undefined, tenantId } = options;
  const { run, resumed } = await beginRun("master", tenantId);
  const total = tenantId ? 1 : (await listTargets()).length;
  const keys = await rewrapTenantKeys({
    ...(tenantId && { tenantId }),
    onProgress: (done) => onProgress({ phase: "keys", done, total: Math.max(total, done) }),
  });
  const values = tenantId ? { done: 0, failed: 0 } : await resealPlatform();
  const failed = keys.failed + values.failed;
  await endRun(run.id, { total: keys.done + failed, done: keys.done, failed });
  return { id: run.id, resumed, tenants: keys.done, values: values.done, failed, retiring: 0 };
}

async function beginRun(
  kind: "data" | "master",
  tenantId: string | undefined,
): Promise<{ run: KeyRotation; resumed: boolean }> {
  return withSystem(async (tx) => {
    const open = await tx.keyRotation.findFirst({
      where: { kind, tenantId: tenantId ?? null, finishedAt: null },
    });
    if (open) return { run: open, resumed: true };
    const run = await tx.keyRotation.create({ data: { id: newId(), kind, tenantId: tenantId ?? null } });
    return { run, resumed: false };
  });
}

async function endRun(id: string, counts: { total: number; done: number; failed: number }): Promise<void> {
  const data = { ...counts, done: Math.max(0, counts.done), finishedAt: new Date() };
  await withSystem((tx) => tx.keyRotation.update({ where: { id }, data, select: { id: true } }));
}

async function listTargets(tenantId?: string): Promise<Target[]> {
  return withSystem(
    (tx) => tx.$queryRaw<Target[]>`
      select t.id::text as id, t.cell::text as cell from platform.tenants t
      where t.status not in ('erased', 'pending_approval', 'provisioning')
        and (${tenantId ?? null}::uuid is null or t.id = ${tenantId ?? null}::uuid)
      order by t.id`,
  );
}
