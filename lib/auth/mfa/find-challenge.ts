import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { MAX_TRIES } from "../tokens/try-token";
import { countCodes } from "./recovery/count-codes";
import { trustDays } from "./trusted-devices/trust-days";

export type Challenge = {
  ways: ("totp" | "passkey" | "recovery")[];
  /** For how many days this browser may be trusted; 0 for not at all. */
  trustDays: number;
};

/** What the browser's open challenge can be answered with; null for one that is over. Counts no try. */
export async function findChallenge(token: string): Promise<Challenge | null> {
  return withSystem(async (tx) => {
    const row = await tx.authToken.findUnique({
      where: { tokenHash: hashToken(token), kind: "mfa_challenge", usedAt: null },
      include: {
        user: {
          select: { totpFactor: { select: { confirmedAt: true } }, _count: { select: { passkeys: true } } },
        },
      },
    });
    if (!row || row.expiresAt <= new Date() || row.attempts >= MAX_TRIES) return null;
    const ways: Challenge["ways"] = [];
    if (row.user._count.passkeys > 0) ways.push("passkey");
    if (row.user.totpFactor?.confirmedAt) ways.push("totp");
    if (await countCodes(tx, row.userId)) ways.push("recovery");
    return { ways, trustDays: await trustDays(tx, row.userId) };
  });
}
