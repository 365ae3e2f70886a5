import "server-only";
import { keyring } from "@/lib/infra/keyring";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { open, seal } from "@/lib/infra/sealed-box";
import { withSystem } from "../../with-system";

const BATCH = 200;

/**
 * Secrets of the platform itself: sealed under a master key directly. `place` is the SQL of the words that seal() was
 * given. Hand-off codes and enrolments are not listed: they live minutes.
 */
export const SEALED_COLUMNS = [
  { table: "totp_factors", column: "secret_sealed", place: "'totp_factors|secret|' || user_id" },
  { table: "signing_keys", column: "secret_sealed", place: "'signing_keys|secret|' || id" },
  { table: "sso_connections", column: "secret_sealed", place: "'sso_connections|secret|' || id" },
  { table: "outbox", column: "payload", place: "'outbox|payload|' || id" },
  {
    table: "idempotency_keys",
    column: "answer_sealed",
    place: "'idempotency_keys|answer|' || scope || '|' || key",
  },
] as const;

/**
 * Seals the platform's own secrets anew under the current master key; each by itself and only if unchanged.
 * @returns how many were sealed anew and how many do not open
 */
export async function resealPlatform(): Promise<{ done: number; failed: number }> {
  const result = { done: 0, failed: 0 };
  for (const column of SEALED_COLUMNS) {
    for (let after = ""; ; ) {
      const rows = await oldRows(column, after);
      for (const row of rows) result[(await reseal(column, row)) ? "done" : "failed"] += 1;
      if (rows.length < BATCH) break;
      after = rows.at(-1)?.place ?? "";
    }
  }
  return result;
}

/** How many of the platform's secrets need another key than the current one. */
export async function countOldSecrets(): Promise<number> {
  let count = 0;
  for (const { table, column } of SEALED_COLUMNS) {
    const value = Prisma.raw(`"${column}"`);
    const rows = await withSystem(
      (tx) => tx.$queryRaw<{ n: bigint }[]>`select count(*) as n from ${Prisma.raw(`platform."${table}"`)}
        where ${value} is not null and ${isOld(value)}`,
    );
    count += Number(rows[0]?.n ?? 0);
  }
  return count;
}

type Column = (typeof SEALED_COLUMNS)[number];
type Row = { place: string; at: string; value: string };

/** Not under the current kid, and not an envelope of a tenant (v1.g1.…). */
function isOld(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${value} not like ${`v1.${keyring().current}.%`} and ${value} !~ '^v1\\.g[0-9]+\\.'`;
}

async function oldRows({ table, column, place }: Column, after: string): Promise<Row[]> {
  const value = Prisma.raw(`"${column}"`);
  const words = Prisma.raw(`(${place})`);
  return withSystem(
    (tx) => tx.$queryRaw<Row[]>`
      select ${words} as place, ctid::text as at, ${value} as value from ${Prisma.raw(`platform."${table}"`)}
      where ${value} is not null and ${isOld(value)} and ${words} collate "C" > ${after}
      order by ${words} collate "C" limit ${BATCH}`,
  );
}

async function reseal({ table, column }: Column, row: Row): Promise<boolean> {
  let fresh: string;
  try {
    fresh = seal(open(row.value, row.place), row.place);
  } catch {
    return false;
  }
  const name = Prisma.raw(`"${column}"`);
  await withSystem(
    (tx) => tx.$executeRaw`update ${Prisma.raw(`platform."${table}"`)} set ${name} = ${fresh}
      where ctid = ${row.at}::tid and ${name} = ${row.value}`,
  );
  return true;
}
