import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { RESEND_AFTER_SECONDS } from "../schema";
import { FLOW_MINUTES, MAX_SENDS } from "./internal";

export type SignUpState = { email: string; resendAfterSeconds: number; sendsLeft: number };

/** The open sign-up behind a flow cookie, for the code page; null when there is none or it took too long. */
export async function findSignUp(token: string): Promise<SignUpState | null> {
  const row = await withSystem((tx) => tx.signUp.findUnique({ where: { tokenHash: hashToken(token) } }));
  if (!row || row.consumedAt || row.createdAt.getTime() < Date.now() - FLOW_MINUTES * 60_000) return null;
  const waited = Math.floor((Date.now() - row.lastSentAt.getTime()) / 1000);
  return {
    email: row.email,
    resendAfterSeconds: Math.max(0, RESEND_AFTER_SECONDS - waited),
    sendsLeft: Math.max(0, MAX_SENDS - row.sends),
  };
}
