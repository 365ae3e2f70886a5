import "server-only";
import type { restoreAccount } from "./restore-account";
import { setMemberships } from "./set-memberships";

/** Ends what restoreAccount() began, in the cells beside the main one. */
export async function rejoin(restored: Awaited<ReturnType<typeof restoreAccount>>): Promise<void> {
  if (!restored) return;
  const { userId, suspendedIn } = restored;
  await setMemberships(userId, { to: "active", where: "other_cells", only: suspendedIn });
}
