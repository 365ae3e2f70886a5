import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";

/** Signs out: ends the session row behind a cookie, so on every host. Unknown and ended sessions change nothing. */
export async function endSession(sid: string): Promise<void> {
  await withSystem((tx) =>
    tx.session.updateMany({
      where: { sidHash: hashToken(sid), revokedAt: null },
      data: { revokedAt: new Date() },
    }),
  );
}
