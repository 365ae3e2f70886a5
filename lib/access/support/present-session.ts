import "server-only";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { SupportEnd, SupportSessionDto } from "./schema";

type Overs = ReadonlyMap<string, SupportEnd | null>;
type Row = Prisma.SupportSessionGetPayload<{ include: { request: { select: { decidedByName: true } } } }>;

/** Why sessions that are not written down as ended are over all the same: the next run of the sweep writes it down. */
export async function findOvers(
  tx: SystemTx,
  rows: readonly { id: string; endedAt: Date | null }[],
): Promise<Overs> {
  const open = rows.filter((row) => row.endedAt === null).map((row) => row.id);
  const overs = await tx.$queryRaw<{ id: string; over: SupportEnd | null }[]>`
    select x.id::text, platform.support_session_over(x.id) as over
    from platform.support_sessions x where x.id = any(${open}::uuid[])`;
  return new Map(overs.map(({ id, over }) => [id, over]));
}

/** What both sides see of a support session. */
export function presentSession(
  row: Row,
  overs: Overs,
): Omit<SupportSessionDto, "pages" | "changes" | "blocked"> {
  const over = (row.endReason as SupportEnd | null) ?? overs.get(row.id) ?? null;
  const endedAt = row.endedAt ?? (over ? new Date(Math.min(Date.now(), row.expiresAt.getTime())) : null);
  return {
    id: row.id,
    staff_name: row.staffName,
    member: { id: row.userId, name: row.userName },
    mode: row.mode === "write" ? "write" : "read",
    reason: row.reason,
    ticket: row.ticket,
    consented_by: row.request?.decidedByName ?? null,
    started_at: row.startedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    end_reason: over,
    ended_by: row.endedByName,
  };
}
