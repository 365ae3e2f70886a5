import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { presentMessage } from "@/lib/lifecycle/approval/present-review";
import { reviewState } from "@/lib/lifecycle/approval/schema";
import { operationState } from "@/lib/lifecycle/operations/schema";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { readSignals } from "./read-signals";
import {
  type ApprovalDto,
  type ApprovalList,
  type ApprovalPage,
  type ApprovalQuery,
  approvalQuery,
} from "./schema";

const SHAPE = {
  applicant: true,
  messages: { orderBy: [{ createdAt: "asc" }, { id: "asc" }] },
  operation: { include: { operationSteps: true } },
} satisfies Prisma.TenantReviewInclude;
type Row = Prisma.TenantReviewGetPayload<{ include: typeof SHAPE }>;

/**
 * Requests for a workspace: the open ones oldest first, the decided ones newest first, each with what is known of it.
 * @throws PermissionError; DomainError invalid_request (cursor)
 */
export async function listApprovals(ctx: StaffContext, input: ApprovalQuery): Promise<ApprovalPage> {
  assertStaff(ctx);
  const { list, limit, cursor } = approvalQuery.parse(input);
  const isDecided = list === "decided";
  const order = isDecided ? "desc" : "asc";
  const key = isDecided ? "decidedAt" : "createdAt";
  return withSystem(async (tx) => {
    const rows = await tx.tenantReview.findMany({
      where: { AND: [inList(list), cursor ? beyond(cursor, key, isDecided) : {}] },
      include: SHAPE,
      orderBy: [{ [key]: order }, { id: order }],
      take: limit + 1,
    });
    const presented: Map<string, ApprovalDto> = new Map();
    for (const row of rows.slice(0, limit)) presented.set(row.id, await present(tx, row));
    const page = toPage(
      rows,
      limit,
      (row) => ({ at: row[key] ?? row.createdAt, id: row.id }),
      (row) => presented.get(row.id),
    );
    return {
      ...page,
      data: page.data.filter((row) => row !== undefined),
      counts: {
        open: await tx.tenantReview.count({ where: inList("open") }),
        snoozed: await tx.tenantReview.count({ where: inList("snoozed") }),
      },
    };
  });
}

/** How many requests wait for staff now: the number beside the page's name. */
export async function countOpenApprovals(ctx: StaffContext): Promise<number> {
  assertStaff(ctx);
  return withSystem((tx) => tx.tenantReview.count({ where: inList("open") }));
}

function inList(list: ApprovalList): Prisma.TenantReviewWhereInput {
  const now = new Date();
  switch (list) {
    case "open":
      return { decidedAt: null, OR: [{ snoozedUntil: null }, { snoozedUntil: { lte: now } }] };
    case "snoozed":
      return { decidedAt: null, snoozedUntil: { gt: now } };
    case "decided":
      return { decidedAt: { not: null } };
    default:
      return list satisfies never;
  }
}

function beyond(
  cursor: string,
  key: "createdAt" | "decidedAt",
  isDescending: boolean,
): Prisma.TenantReviewWhereInput {
  const { at, id } = decodeCursor(cursor);
  const past = <T>(value: T) => (isDescending ? { lt: value } : { gt: value });
  return { OR: [{ [key]: past(at) }, { [key]: at, id: past(id) }] };
}

async function present(tx: SystemTx, row: Row): Promise<ApprovalDto> {
  const { applicant, operation } = row;
  return {
    id: row.id,
    tenant_id: row.tenantId,
    name: row.name,
    slug: row.slug,
    state: reviewState.parse(row.state),
    applicant: {
      id: applicant.id,
      name: `${applicant.firstName} ${applicant.lastName}`.trim(),
      email: row.applicantEmail,
      locale: row.locale,
    },
    snoozed_until: row.snoozedUntil?.toISOString() ?? null,
    decision: row.decidedAt && {
      reason: row.reason,
      by: row.decidedByName,
      at: row.decidedAt.toISOString(),
    },
    signals: await readSignals(tx, row, applicant),
    messages: row.messages.map(presentMessage),
    progress: {
      state: operationState.parse(operation.state),
      done: operation.operationSteps.filter((step) => step.state === "succeeded").length,
      total: operation.operationSteps.length,
    },
    created_at: row.createdAt.toISOString(),
  };
}
