import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { admissionPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { addressKey, emailKey } from "../take-attempt";

/** One password that may be tried; counted as wrong until it is cleared. */
export type SignInAttempt = {
  account: string;
  address: string;
  /** The browser that is known to this account, which has a budget of its own. */
  deviceId: string | null;
  /** Wrong, this attempt is the one that locks: the owner is told. */
  tellsOwner: boolean;
};

type Row = {
  device_id: string | null;
  refused: "address" | "locked" | "unlock" | null;
  retry_after_seconds: number | null;
  mail: boolean;
};

/**
 * Lets one password be tried. Ten in a row an account and address, then a lock that doubles; a hundred in a row an
 * account from browsers it does not know. A known browser is counted apart, so that nobody can lock the owner out.
 * A store that does not answer refuses.
 * @throws DomainError rate_limited (reasons sign_in_locked, unlock_required) with the seconds to wait
 */
export async function takeSignIn(info: RequestInfo, email: string): Promise<SignInAttempt> {
  const [account, address] = [emailKey(email), addressKey(info.ip)];
  const { rows } = await admissionPool().query<Row>({
    name: "take-sign-in",
    text: "select * from platform.take_sign_in($1, $2, $3, $4)",
    values: [account, address, email, info.device ? hashToken(info.device.token) : null],
  });
  const [row] = rows;
  if (!row) throw new DomainError("service_unavailable", "Signing in is not possible just now.");
  if (row.refused === null) {
    return { account, address, deviceId: row.device_id, tellsOwner: row.mail };
  }
  throw refusal(row.refused, row.retry_after_seconds);
}

function refusal(refused: "address" | "locked" | "unlock", seconds: number | null): DomainError {
  const details = seconds === null ? {} : { retryAfterSeconds: Math.max(1, seconds) };
  switch (refused) {
    case "address":
      return new DomainError("rate_limited", "Too many attempts. Wait a moment and try again.", details);
    case "locked":
      return new DomainError("rate_limited", "Too many wrong passwords. Wait, or unlock by mail.", {
        ...details,
        reason: "sign_in_locked",
      });
    case "unlock":
      return new DomainError("rate_limited", "Too many wrong passwords. Unlock by mail.", {
        reason: "unlock_required",
      });
    default:
      return refused satisfies never;
  }
}
