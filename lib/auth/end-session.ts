import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { ofKey } from "./sessions/of-key";

/** Signs out: ends the session row behind a cookie, so on every host. Unknown and ended sessions change nothing. */
export async function endSession(sid: string): Promise<void> {
  await withSystem((tx) =>
    tx.session.updateMany({
      where: { ...ofKey(sid), revokedAt: null },
      data: { revokedAt: new Date() },
    }),
  );
}
