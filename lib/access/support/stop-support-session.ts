import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { endSupportSession } from "./end-support-session";

/** The stop button: ends the support session behind a cookie. Unknown and ended ones change nothing. */
export async function stopSupportSession(info: RequestInfo, sid: string): Promise<void> {
  await withSystem(async (tx) => {
    const session = await tx.session.findUnique({
      where: { sidHash: hashToken(sid) },
      select: { supportSession: { select: { id: true } } },
    });
    if (!session?.supportSession) return;
    await endSupportSession(tx, info, { id: session.supportSession.id, reason: "stopped" });
  });
}
