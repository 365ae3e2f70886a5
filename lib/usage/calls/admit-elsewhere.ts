import "server-only";
import { createBatcher } from "@/lib/infra/create-batcher";
import { admissionPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { rememberCell } from "@/lib/tenancy/cells/cell-of";
import { guardCell } from "@/lib/tenancy/cells/guard-cell";
import { releaseReservation } from "../release-reservation";
import type { Admission, KeyFacts } from "./admit-call";

type Power = {
  api_key_id: string;
  key_name: string;
  member_status: string;
  permissions: string[];
  /** Both null for a key that names its scopes. */
  scopes: string[] | null;
  roles: string[] | null;
};

/**
 * Second half of the admission of a key whose tenant lives in another cell: whether the key still stands there and
 * what its maker may do now. A call that does not pass gives its reservation back.
 * @throws DomainError tenant_unavailable while that cell is down
 */
export async function admitElsewhere(admission: Admission, facts: KeyFacts): Promise<Admission> {
  rememberCell(facts.tenant_id, facts.tenant_cell);
  try {
    const power = await guardCell(facts.tenant_cell, () => powerOf(facts));
    if (power?.member_status === "active") {
      return {
        ...admission,
        facts: {
          ...facts,
          key_name: power.key_name,
          permissions: power.permissions,
          ...(power.scopes && { scopes: power.scopes, key_roles: power.roles }),
        },
      };
    }
  } catch (error) {
    await giveBack(admission);
    throw error;
  }
  await giveBack(admission);
  return { ...admission, outcome: "unauthenticated", facts: null, periodId: null };
}

type PowerOf = (facts: KeyFacts) => Promise<Power | undefined>;

/** Calls of one cell that arrive together share the statement. */
function powerOf(facts: KeyFacts): Promise<Power | undefined> {
  const cell = facts.tenant_cell;
  const ask = onceAProcess<PowerOf>(`key-powers:${cell}`, () =>
    createBatcher((batch: KeyFacts[]) => readPowers(cell, batch), { maxBatch: 100, maxFlights: 2 }),
  );
  return ask(facts);
}

async function readPowers(cell: string, batch: KeyFacts[]): Promise<(Power | undefined)[]> {
  const keys = [...new Map(batch.map((facts) => [facts.api_key_id, facts])).values()];
  const { rows } = await admissionPool(cell).query<Power>({
    name: "key-powers",
    text: `select p.*, r.scopes, r.roles from platform.key_powers($1::uuid[], $2::uuid[], $3::uuid[]) p
      left join platform.key_roles($1::uuid[], $2::uuid[]) r on r.api_key_id = p.api_key_id`,
    values: [
      keys.map((facts) => facts.tenant_id),
      keys.map((facts) => facts.api_key_id),
      keys.map((facts) => facts.created_by),
    ],
  });
  return batch.map((facts) => rows.find((row) => row.api_key_id === facts.api_key_id));
}

/** What is not given back here expires and is swept. */
async function giveBack(admission: Admission): Promise<void> {
  if (!admission.periodId) return;
  await releaseReservation(admission.callId).catch((error: unknown) =>
    logger.warn({ error, call: admission.callId }, "reservation left to the sweeper"),
  );
}
