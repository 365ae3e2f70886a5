import "server-only";
import type { StaffContext } from "@/lib/core/context";
import type { TransferJob } from "./schema";

/** Who asked, for the events that the worker writes. */
export function askedBy({
  actor,
  requestId,
  ip,
  userAgent,
}: StaffContext): Pick<TransferJob, "staff" | "request"> {
  const { userId, sessionId, email, name } = actor;
  return { staff: { userId, sessionId, email, name }, request: { requestId, ip, userAgent } };
}
