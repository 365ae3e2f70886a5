import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import { keptInvitation } from "./invitation-cookie";

/**
 * The token of a request: its own, else the one that an earlier look-up kept.
 * @throws NotFoundError without either
 */
export function tokenOf(
  token: string | undefined,
  cookieHeader: string | null,
  kept: "invitation" | "link" = "invitation",
): string {
  const found = token ?? keptInvitation(cookieHeader, kept);
  if (!found) throw new NotFoundError("invitation");
  return found;
}
