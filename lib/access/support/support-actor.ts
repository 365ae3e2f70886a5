import type { SupportVisit, UserActor } from "@/lib/core/context";

export type SupportRow = {
  id: string;
  tenantId: string;
  userId: string | null;
  userName: string;
  staffId: string | null;
  staffName: string;
  mode: string;
  reason: string;
  ticket: string;
  sessionId: string | null;
  startedAt: Date;
  expiresAt: Date;
};

/** Whoever acts in a support session, for its own start and end in the logs. */
export function supportActor(row: SupportRow): UserActor {
  const support: SupportVisit = {
    id: row.id,
    mode: row.mode === "write" ? "write" : "read",
    reason: row.reason,
    ticket: row.ticket,
    staffId: row.staffId ?? row.id,
    staffName: row.staffName,
    startedAt: row.startedAt,
    expiresAt: row.expiresAt,
  };
  return {
    type: "user",
    userId: row.userId ?? row.id,
    sessionId: row.sessionId ?? row.id,
    email: "",
    name: row.userName,
    platformRole: "user",
    authAt: row.startedAt,
    mfaAt: null,
    support,
  };
}
