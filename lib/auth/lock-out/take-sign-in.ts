import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { systemPool } from "@/lib/infra/database/pools";
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
  /** Who has the address, with the hash to compare; read in the same trip, because every attempt needs it. */
  person: FoundPerson | null;
};

export type FoundPerson = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  platformRole: string;
  locale: string;
  status: string;
  passwordHash: string | null;
};

type Row = {
  device_id: string | null;
  refused: "address" | "locked" | "unlock" | null;
  retry_after_seconds: number | null;
  mail: boolean;
  id: string | null;
  email: string;
  first_name: string;
  last_name: string;
  platform_role: string;
  locale: string;
  status: string;
  password_hash: string | null;
};

/**
 * Lets one password be tried. Ten in a row an account and address, then a lock that doubles; a hundred in a row an
 * account from browsers it does not know. A known browser is counted apart, so that nobody can lock the owner out.
 * A store that does not answer refuses.
 * @throws DomainError rate_limited (reasons sign_in_locked, unlock_required) with the seconds to wait
 */
export async function takeSignIn(info: RequestInfo, email: string): Promise<SignInAttempt> {
  const [account, address] = [emailKey(email), addressKey(info.ip)];
  const { rows } = await systemPool().query<Row>({
    name: "begin-sign-in",
    text: "select * from platform.begin_sign_in($1, $2, $3, $4)",
    values: [account, address, email, info.device ? hashToken(info.device.token) : null],
  });
  const [row] = rows;
  if (!row) throw new DomainError("service_unavailable", "Signing in is not possible just now.");
  if (row.refused === null) {
    return { account, address, deviceId: row.device_id, tellsOwner: row.mail, person: personOf(row) };
  }
  throw refusal(row.refused, row.retry_after_seconds);
}

function personOf(row: Row): FoundPerson | null {
  if (!row.id) return null;
  const { id, email, locale, status } = row;
  return {
    ...{ id, email, locale, status, firstName: row.first_name, lastName: row.last_name },
    ...{ platformRole: row.platform_role, passwordHash: row.password_hash },
  };
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
