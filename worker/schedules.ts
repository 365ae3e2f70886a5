import "server-only";
import type { PgBoss } from "pg-boss";
import { remindOfEndingKeys } from "@/lib/access/api-keys/remind-of-ending-keys";
import { resumeBatches } from "@/lib/access/invitations/batches/resume-batches";
import { expireInvitations } from "@/lib/access/invitations/expire-invitations";
import { settleEndedTokens } from "@/lib/access/personal-tokens/settle-ended-tokens";
import { pruneReceipts } from "@/lib/access/receipts/prune-receipts";
import { endExpiredRoles } from "@/lib/access/roles/grants/end-expired-roles";
import { pruneScimEvents } from "@/lib/access/scim/events/prune-scim-events";
import { warnOfCertificates } from "@/lib/access/single-sign-on/connections/warn-of-certificates";
import { reverifySsoDomains } from "@/lib/access/single-sign-on/domains/reverify-sso-domains";
import { settleSupportSessions } from "@/lib/access/support/settle-support-sessions";
import { announceRequests } from "@/lib/back-office/approvals/announce-requests";
import { advanceDunning } from "@/lib/billing/advance-dunning";
import { reconcileBilling } from "@/lib/billing/reconcile-billing";
import { syncCatalogue } from "@/lib/billing/sync-catalogue";
import { logger } from "@/lib/infra/logger";
import { probeIsolation } from "@/lib/lifecycle/canaries/probe-isolation";
import { reverifyDomains } from "@/lib/lifecycle/domains/reverify-domains";
import { expireExports } from "@/lib/lifecycle/exports/expire-exports";
import { expirePassports } from "@/lib/lifecycle/passport/exports/expire-passports";
import { resumeTransfers } from "@/lib/lifecycle/passport/move/resume-transfers";
import { mirrorActivity } from "@/lib/tenancy/cells/mirror-activity";
import { watchCells } from "@/lib/tenancy/cells/watch-cells";
import { finishRotations } from "@/lib/tenancy/vault/rotation/finish-rotations";
import { measureTenants } from "@/lib/usage/roll-up/measure-tenants";
import { pruneLedger } from "@/lib/usage/roll-up/prune-ledger";
import { rollUpRequests } from "@/lib/usage/roll-up/roll-up-requests";
import { rollUpMetrics } from "@/lib/usage/roll-up-metrics";
import { ensurePartitions } from "./sweeps/ensure-partitions";
import { erasePeople } from "./sweeps/erase-people";
import { eraseTenants } from "./sweeps/erase-tenants";
import { resumeOperations } from "./sweeps/resume-operations";
import { sweepExpired } from "./sweeps/sweep-expired";
import { sweepReservations } from "./sweeps/sweep-reservations";

export type Schedule = {
  name: string;
  /** Five fields, UTC. One worker takes each turn. */
  cron: string;
  /** Also once at the start of a worker, for what must not wait for its turn. */
  atStart?: boolean;
  run(): Promise<unknown>;
};

/** What happens by the clock. Each run repeats safely. */
export const SCHEDULES: readonly Schedule[] = [
  { name: "resume-operations", cron: "* * * * *", atStart: true, run: resumeOperations },
  { name: "resume-transfers", cron: "* * * * *", atStart: true, run: resumeTransfers },
  { name: "sweep-reservations", cron: "* * * * *", run: sweepReservations },
  { name: "mirror-activity", cron: "* * * * *", run: () => mirrorActivity() },
  { name: "watch-cells", cron: "* * * * *", atStart: true, run: watchCells },
  { name: "probe-isolation", cron: "* * * * *", run: () => probeIsolation() },
  { name: "announce-requests", cron: "* * * * *", run: announceRequests },
  { name: "settle-support", cron: "* * * * *", run: settleSupportSessions },
  { name: "settle-tokens", cron: "* * * * *", run: settleEndedTokens },
  { name: "end-roles", cron: "* * * * *", run: endExpiredRoles },
  { name: "resume-batches", cron: "*/5 * * * *", run: () => resumeBatches() },
  { name: "expire-invitations", cron: "3-59/10 * * * *", run: expireInvitations },
  { name: "sweep-expired", cron: "*/15 * * * *", run: sweepExpired },
  { name: "reverify-domains", cron: "*/15 * * * *", run: () => reverifyDomains() },
  { name: "reverify-sso-domains", cron: "7-59/15 * * * *", run: () => reverifySsoDomains() },
  { name: "warn-of-certificates", cron: "45 6 * * *", run: () => warnOfCertificates() },
  { name: "expire-exports", cron: "15 * * * *", run: expireExports },
  { name: "erase-people", cron: "40 * * * *", run: erasePeople },
  { name: "erase-tenants", cron: "20 * * * *", run: eraseTenants },
  { name: "finish-key-rotations", cron: "35 * * * *", run: () => finishRotations() },
  { name: "remind-of-ending-keys", cron: "40 * * * *", atStart: true, run: () => remindOfEndingKeys() },
  { name: "expire-passports", cron: "50 * * * *", run: expirePassports },
  { name: "roll-up-metrics", cron: "5 * * * *", run: rollUpMetrics },
  { name: "roll-up-requests", cron: "*/5 * * * *", atStart: true, run: () => rollUpRequests() },
  { name: "measure-tenants", cron: "25 * * * *", atStart: true, run: measureTenants },
  { name: "prune-receipts", cron: "30 3 * * *", run: pruneReceipts },
  { name: "prune-scim-events", cron: "35 3 * * *", run: pruneScimEvents },
  { name: "prune-ledger", cron: "50 3 * * *", run: pruneLedger },
  { name: "ensure-partitions", cron: "10 * * * *", atStart: true, run: ensurePartitions },
  { name: "sync-stripe-catalogue", cron: "40 1 * * *", atStart: true, run: () => syncCatalogue() },
  { name: "advance-dunning", cron: "5 * * * *", atStart: true, run: () => advanceDunning() },
  { name: "reconcile-billing", cron: "20 2 * * *", run: () => reconcileBilling() },
];

/** Registers the schedules and works on them. */
export async function startSchedules(boss: PgBoss): Promise<void> {
  for (const { name, cron, atStart, run } of SCHEDULES) {
    await boss.createQueue(name, { policy: "stately", retryLimit: 0, expireInSeconds: 600 });
    await boss.work(name, { pollingIntervalSeconds: 5 }, async () => {
      try {
        await run();
      } catch (error) {
        logger.error({ error, schedule: name }, "scheduled run failed");
        throw error;
      }
    });
    await boss.schedule(name, cron);
    if (atStart) await boss.send(name);
  }
}
