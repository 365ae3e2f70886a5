import "server-only";
import { inviterStillMay } from "@/lib/access/invitations/inviter-still-may";
import { writeInvitation } from "@/lib/access/invitations/write-invitation";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import type { TenantFacts } from "@/lib/core/context";
import { DomainError, LimitError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hasSqlState } from "@/lib/infra/database/has-sql-state";
import { logger } from "@/lib/infra/logger";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { lockBatch } from "./internal";
import type { BatchResult } from "./schema";

const STEP = 50;

/** Deadlocks and waits that were too long. */
const PASSING = ["40001", "40P01", "55P03", "57014"];

type Batch = { createdBy: string; createdByName: string; status: string; restarts: number };
type Row = { line: number; email: string; roleId: string | null; name: string; locale: string };

/**
 * Invites the people of a list, fifty in a transaction with their results: a step that is repeated finds them done, and
 * nobody gets two mails. Everything is checked again, as of now.
 */
export async function runBatch(tenantId: string, batchId: string): Promise<void> {
  for (;;) {
    const tenant = await lookUpTenant(tenantId);
    if (!tenant) return;
    const { email_domains: domains } = await readPolicy(tenantId);
    const isDone = await withTenant({ tenantId }, (tx) => step(tx, tenant, batchId, domains));
    if (isDone) return;
  }
}

async function step(
  tx: TenantTx,
  tenant: TenantFacts,
  batchId: string,
  domains: readonly string[],
): Promise<boolean> {
  const tenantId = tenant.id;
  await lockRoles(tx, tenantId);
  await lockSeats(tx, tenantId);
  const batch = await lockBatch(tx, tenantId, batchId);
  if (!batch || batch.status === "done") return true;
  const rows = await tx.invitationBatchRow.findMany({
    where: { tenantId, batchId, result: null },
    orderBy: { line: "asc" },
    take: STEP,
  });
  const roles = await offerable(tx, tenant, batch, rows);
  const faults: unknown[] = [];
  for (const row of rows) {
    const role = roles.get(row.roleId ?? "");
    const done: Done = role
      ? await tryRow(tx, tenant, { batch, row, role, domains }, faults)
      : { result: "not_sent", invitationId: null };
    await tx.invitationBatchRow.update({
      where: { tenantId_batchId_line: { tenantId, batchId, line: row.line } },
      data: done,
      select: { line: true },
    });
  }
  // Where nothing at all can be sent, it is not the rows' fault: the job is tried again, and once more after a restart.
  if (batch.restarts === 0 && faults.length > 0 && faults.length === rows.length) throw faults[0];
  const isDone = rows.length < STEP;
  await tx.invitationBatch.update({
    where: { tenantId_id: { tenantId, id: batchId } },
    data: {
      progressedAt: new Date(),
      ...(isDone ? { status: "done", finishedAt: new Date() } : { status: "running" }),
    },
    select: { id: true },
  });
  return isDone;
}

type Role = { id: string; key: string; name: string; rank: number };

/** The roles of these rows that whoever sent the list may still give. */
async function offerable(
  tx: TenantTx,
  tenant: TenantFacts,
  { createdBy: invitedBy }: Batch,
  rows: readonly Row[],
): Promise<Map<string, Role>> {
  if (!hasCapability(tenant.status, tenant.billingState, "invite")) return new Map();
  const ids = [...new Set(rows.flatMap(({ roleId }) => roleId ?? []))];
  const roles = await tx.role.findMany({
    where: { tenantId: tenant.id, id: { in: ids } },
    select: { id: true, key: true, name: true, rank: true },
  });
  const found = new Map<string, Role>();
  for (const role of roles) {
    if (await inviterStillMay(tx, tenant.id, { invitedBy, role })) found.set(role.id, role);
  }
  return found;
}

type RowParts = { batch: Batch; row: Row; role: Role; domains: readonly string[] };
type Done = { result: BatchResult; invitationId: string | null; reason?: string };

/** A row that cannot be sent is noted and passed by: the people below it are invited all the same. */
async function tryRow(tx: TenantTx, tenant: TenantFacts, parts: RowParts, faults: unknown[]): Promise<Done> {
  await tx.$executeRaw`savepoint invited_row`;
  try {
    const done = await inviteRow(tx, tenant, parts);
    await tx.$executeRaw`release savepoint invited_row`;
    return done;
  } catch (error) {
    // What may pass by itself is tried again with the job; when even a restart did not help, it is the row's.
    if (parts.batch.restarts === 0 && PASSING.some((state) => hasSqlState(error, state))) throw error;
    // Without a connection this fails as well, and the job is tried again.
    await tx.$executeRaw`rollback to savepoint invited_row`;
    faults.push(error);
    logger.warn({ error, tenantId: tenant.id, line: parts.row.line }, "row of a list not sent");
    const reason = error instanceof DomainError ? (error.details.reason ?? error.code) : "unexpected";
    return { result: "failed", invitationId: null, reason };
  }
}

async function inviteRow(
  tx: TenantTx,
  tenant: TenantFacts,
  { batch, row, role, domains }: RowParts,
): Promise<Done> {
  const actor = { type: "system", name: batch.createdByName } as const;
  const ctx = { requestId: newId(), ip: null, userAgent: null, actor, tenant };
  try {
    const { result, invitation_id: invitationId } = await writeInvitation(tx, ctx, {
      email: row.email,
      name: row.name,
      locale: row.locale === "nl" ? "nl" : "en",
      role,
      inviter: { id: batch.createdBy, name: batch.createdByName },
      domains,
    });
    return { result, invitationId };
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    return { result: "over_seats", invitationId: null };
  }
}
