import "server-only";
import { resolveTxt } from "@/lib/infra/dns";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { PROOF_RESULTS, PROOF_STATUSES, type ProofResult } from "./schema";

/** How long a proved domain counts without its record. */
export const GRACE_DAYS = 3;
export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What rows of every table of proved domains have in common. */
export type ProofRow = {
  id: string;
  tenantId: string;
  token: string;
  status: string;
  verifiedAt: Date | null;
  lastCheckedAt: Date | null;
  lastResult: string | null;
  failingSince: Date | null;
};
export type ProofChange = Partial<Pick<ProofRow, "status" | "verifiedAt" | "failingSince">> & {
  lastCheckedAt: Date;
  lastResult: ProofResult;
};
/** A row as it was read: whoever changed it since knows better. */
export type SeenRow = { id: string; token: string; status?: string };

/** A table of domains that are proved by DNS, and what its proof is for. Its unique index lets the first proof win. */
export type ProofTable<Row extends ProofRow> = {
  recordOf: (row: Row) => { name: string; value: string };
  find: (tx: SystemTx, seen: SeenRow) => Promise<Row | null>;
  /** Proved rows, those longest not looked at first. */
  due: (tx: SystemTx, query: ReturnType<typeof dueQuery>) => Promise<Row[]>;
  /** How many rows were changed: 0 when it is no longer as it was seen. */
  change: (tx: SystemTx, seen: SeenRow, change: ProofChange) => Promise<number>;
};

/** Which rows are due: proved ones twice a day, those in doubt hourly. */
export function dueQuery(now: Date, take: number) {
  const before = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  return {
    where: {
      OR: [
        { status: "verified", lastCheckedAt: { lt: before(12) } },
        { status: "failing", lastCheckedAt: { lt: before(1) } },
      ],
    },
    orderBy: { lastCheckedAt: "asc" as const },
    take,
  };
}

/** Looks for the row's own token: that somebody has a record proves nothing for somebody else. */
export async function lookForRecord(record: {
  name: string;
  value: string;
}): Promise<Exclude<ProofResult, "taken">> {
  const answer = await resolveTxt(record.name);
  if (answer.status === "unreachable") return "dns_unreachable";
  if (answer.status === "none") return "record_missing";
  return answer.texts.some((text) => text.trim() === record.value) ? "verified" : "record_wrong";
}

/** What is shown of a proof. */
export function presentProof(row: ProofRow) {
  const dropsAt = row.failingSince && new Date(row.failingSince.getTime() + GRACE_DAYS * DAY_MS);
  return {
    status: PROOF_STATUSES.find((status) => status === row.status) ?? "pending",
    last_result: PROOF_RESULTS.find((result) => result === row.lastResult) ?? null,
    last_checked_at: row.lastCheckedAt?.toISOString() ?? null,
    verified_at: row.verifiedAt?.toISOString() ?? null,
    drops_at: dropsAt?.toISOString() ?? null,
  };
}
