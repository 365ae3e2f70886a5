import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import type { SystemTx } from "@/lib/tenancy/with-system";

const MAX_ERROR_LENGTH = 1_000;

export type LedgerStep = { name: string; state: string; attempts: number };
export type LedgerEntry = { state: string; input: unknown; tenantStatus: string | null; steps: LedgerStep[] };

/** What the ledger knows of an operation. */
export async function readLedger(operationId: string): Promise<LedgerEntry> {
  const { rows } = await systemPool().query<LedgerEntry>({
    name: "read-provisioning",
    text: `select o.state, o.input, t.status as "tenantStatus",
        (select json_agg(json_build_object('name', s.name, 'state', s.state, 'attempts', s.attempts))
         from platform.operation_steps s where s.operation_id = o.id) as steps
      from platform.operations o left join platform.tenants t on t.id = o.tenant_id where o.id = $1`,
    values: [operationId],
  });
  const [entry] = rows;
  if (!entry) throw new Error(`no operation ${operationId}`);
  return entry;
}

/** Counts an attempt before its work starts: a process that dies in a step has used one. */
export async function beginStep(operationId: string, name: string): Promise<void> {
  await systemPool().query({
    name: "begin-provisioning-step",
    text: `with started as (
        update platform.operations set state = 'running', updated_at = now() where id = $1 and state = 'pending')
      update platform.operation_steps
      set state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, now())
      where operation_id = $1 and name = $2`,
    values: [operationId, name],
  });
}

/**
 * In the transaction of the step's work where it has one. The step that follows begins in the same commit: its
 * attempt is counted before its work, as beginStep() does.
 */
export async function finishStep(
  tx: SystemTx,
  operationId: string,
  name: string,
  next: string | null,
): Promise<void> {
  await tx.$executeRaw`
    update platform.operation_steps set
      state = case name when ${name} then 'succeeded' else 'running' end,
      error = case name when ${name} then null else error end,
      attempts = case name when ${name} then attempts else attempts + 1 end,
      started_at = coalesce(started_at, now()),
      finished_at = case name when ${name} then now() end
    where operation_id = ${operationId}::uuid and name in (${name}, ${next})`;
}

export async function failStep(operationId: string, name: string, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await systemPool().query(
    "update platform.operation_steps set state = 'failed', error = $3 where operation_id = $1 and name = $2",
    [operationId, name, message.slice(0, MAX_ERROR_LENGTH)],
  );
}
