import "server-only";
import { type KeyWrapper, localKeyWrapper } from "@/lib/infra/keyring";
import { withSystem } from "../../with-system";
import { wrapContext } from "../tenant-keys";

const BATCH = 100;

/**
 * Wraps data keys of tenants under the current master key. The data keys stay the same, so nothing else changes. Each
 * row is replaced by itself and only if unchanged: safe beside readers, twice at once, and to be killed anywhere.
 * @returns how many were rewrapped and how many could not be
 */
export async function rewrapTenantKeys(
  options: { tenantId?: string; wrapper?: KeyWrapper; onProgress?: (done: number) => void } = {},
): Promise<{ done: number; failed: number }> {
  const { wrapper = localKeyWrapper(), onProgress } = options;
  const result = { done: 0, failed: 0 };
  let after = { tenantId: "00000000-0000-0000-0000-000000000000", generation: 0 };
  for (;;) {
    const rows = await oldRows(wrapper.currentKid(), after, options.tenantId);
    for (const row of rows) result[(await rewrap(wrapper, row)) ? "done" : "failed"] += 1;
    onProgress?.(result.done + result.failed);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return result;
    after = last;
  }
}

type Row = { tenantId: string; generation: number; kekKid: string; wrapped: string };

async function oldRows(kid: string, after: Pick<Row, "tenantId" | "generation">, tenantId?: string) {
  return withSystem(
    (tx) => tx.$queryRaw<Row[]>`
      select tenant_id::text as "tenantId", generation, kek_kid as "kekKid", wrapped from platform.tenant_keys
      where state <> 'destroyed' and kek_kid <> ${kid} and (tenant_id, generation) > (${after.tenantId}::uuid, ${after.generation})
        and (${tenantId ?? null}::uuid is null or tenant_id = ${tenantId ?? null}::uuid)
      order by tenant_id, generation limit ${BATCH}`,
  );
}

async function rewrap(wrapper: KeyWrapper, row: Row): Promise<boolean> {
  const context = wrapContext(row.tenantId, row.generation);
  let key: Buffer;
  try {
    key = await wrapper.unwrap(row.kekKid, row.wrapped, context);
  } catch {
    return false;
  }
  const { kid, wrapped } = await wrapper.wrap(key, context).finally(() => key.fill(0));
  await withSystem(
    (
      tx,
    ) => tx.$executeRaw`update platform.tenant_keys set kek_kid = ${kid}, wrapped = ${wrapped}, rewrapped_at = now()
      where tenant_id = ${row.tenantId}::uuid and generation = ${row.generation} and wrapped = ${row.wrapped}`,
  );
  return true;
}
