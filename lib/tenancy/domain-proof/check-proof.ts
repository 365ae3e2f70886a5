import "server-only";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { lookForRecord, type ProofRow, type ProofTable } from "./proof-table";
import type { ProofResult } from "./schema";

const CHECKS_PER_MINUTE = 20;

/**
 * Looks for a row's record now. Found: the domain is proved, unless somebody else proved it first, which the row's last
 * result says. A proved domain never loses its state here: that is the sweep's, with grace. `announce` runs in the
 * transaction that proves it.
 * @throws DomainError rate_limited, by `rateKey`; NotFoundError when the row is gone
 */
export async function checkProof<Row extends ProofRow>(
  table: ProofTable<Row>,
  row: Row,
  options: { rateKey: string; announce: (tx: SystemTx, before: Row) => Promise<void> },
): Promise<Row> {
  const rate = await takeRate(options.rateKey, CHECKS_PER_MINUTE, 60);
  if (!rate.allowed) {
    throw new DomainError("rate_limited", "Wait a moment before you check again.", {
      retryAfterSeconds: rate.retryAfterSeconds,
    });
  }
  // The network is asked outside any transaction.
  const result = await lookForRecord(table.recordOf(row));
  const write = (outcome: ProofResult) => withSystem((tx) => note(tx, outcome));
  return write(result).catch((error: unknown) => {
    if (isTaken(error)) return write("taken");
    throw error;
  });

  async function note(tx: SystemTx, outcome: ProofResult): Promise<Row> {
    const seen = { id: row.id, token: row.token };
    const before = await table.find(tx, seen);
    if (!before) throw new NotFoundError("domain");
    const now = new Date();
    const proves = outcome === "verified";
    await table.change(tx, seen, {
      lastCheckedAt: now,
      lastResult: outcome,
      ...(proves && { status: "verified", failingSince: null, verifiedAt: before.verifiedAt ?? now }),
    });
    if (proves && before.status !== "verified") await options.announce(tx, before);
    const after = await table.find(tx, seen);
    if (!after) throw new NotFoundError("domain");
    return after;
  }
}

/** The unique index over proved domains decided that somebody else has it. */
function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
