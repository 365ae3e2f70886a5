import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { SESSION_MAX_AGE_SECONDS } from "./session-cookie";

const IDLE_SECONDS = 12 * 3600;

export type NewSession = { id: string; sid: string };

type SessionInput = {
  userId: string;
  method: string;
  mfa: boolean;
  passwordDue?: boolean;
  deviceId?: string | null;
  /** When the second step was really taken, in a trusted browser: it is no proof of now. */
  provedAt?: Date | null;
  info: RequestInfo;
};

/** Starts a session (idle 12 h, absolute 7 d) and returns the secret id for the cookie; only its hash is stored. */
export async function createSession(tx: SystemTx, input: SessionInput): Promise<NewSession> {
  const { sid, row } = sessionRow(input);
  await tx.session.create({ data: row, select: { id: true } });
  return { id: row.id, sid };
}

/** A session as a row, for whoever writes it, and its secret id. */
export function sessionRow(input: SessionInput) {
  const sid = newToken();
  const now = Date.now();
  const row = {
    id: newId(),
    sidHash: hashToken(sid),
    userId: input.userId,
    method: input.method,
    ip: input.info.ip,
    userAgent: input.info.userAgent,
    deviceId: input.deviceId ?? null,
    passwordDue: input.passwordDue ?? false,
    mfaAt: input.mfa ? (input.provedAt ?? new Date(now)) : null,
    authAt: input.provedAt ?? new Date(now),
    idleExpiresAt: new Date(now + IDLE_SECONDS * 1000),
    absoluteExpiresAt: new Date(now + SESSION_MAX_AGE_SECONDS * 1000),
  };
  return { sid, row };
}
