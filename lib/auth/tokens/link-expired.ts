import "server-only";
import { ConflictError } from "@/lib/core/errors";

/** What every mailed link answers that is unknown, used, too old or about something that is over. */
export function linkExpired(): ConflictError {
  return new ConflictError("This link has expired. Ask for a new one.", { reason: "link_expired" });
}
