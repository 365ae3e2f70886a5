import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError, type DomainError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hashToken, sameHash } from "@/lib/infra/tokens";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { createSession, type NewSession } from "../create-session";
import { keepDevice } from "../devices/keep-device";
import { personContext } from "../person-context";
import { codeHash, MAX_CODE_TRIES } from "./internal";

export type SignedUp = NewSession & { userId: string };

type Row = {
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  password_hash: string;
  locale: "en" | "nl";
  code_hash: Uint8Array;
  attempts: number;
  created_at: Date;
};
type Outcome =
  | { kind: "made"; session: SignedUp }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "refused"; error: DomainError };

/**
 * Ends a sign-up with the mailed code: makes the person and a session. Five tries a code, counted whatever happens.
 * @throws ValidationError code_invalid, code_expired, code_exhausted; ConflictError account_exists, flow_expired
 */
export async function confirmSignUp(
  info: RequestInfo,
  input: { token: string; code: string },
): Promise<SignedUp> {
  const outcome = await withSystem((tx) => tryCode(tx, info, input));
  switch (outcome.kind) {
    case "made":
      return outcome.session;
    case "wrong":
      throw outcome.triesLeft > 0
        ? codeError("code_invalid", "This code is not right.")
        : codeError("code_exhausted", "Too many wrong codes. Ask for a new one.");
    case "refused":
      throw outcome.error;
    default:
      return outcome satisfies never;
  }
}

/** Returns what happened instead of throwing: the count of tries must be committed. */
async function tryCode(
  tx: SystemTx,
  info: RequestInfo,
  input: { token: string; code: string },
): Promise<Outcome> {
  const rows = await tx.$queryRaw<Row[]>`
    update platform.sign_ups set attempts = attempts + 1
    where token_hash = ${hashToken(input.token)} and consumed_at is null and expires_at > now()
      and attempts < ${MAX_CODE_TRIES}
    returning id::text, email, first_name, last_name, password_hash, locale, code_hash, attempts, created_at`;
  const row = rows[0];
  if (!row) return { kind: "refused", error: await whyRefused(tx, input.token) };
  if (!sameHash(codeHash(row.id, input.code), row.code_hash)) {
    return { kind: "wrong", triesLeft: MAX_CODE_TRIES - row.attempts };
  }
  const userId = newId();
  const made = await tx.$executeRaw`
    insert into platform.users (id, email, first_name, last_name, locale, email_verified_at, last_sign_in_method)
    values (${userId}::uuid, ${row.email}, ${row.first_name}, ${row.last_name}, ${row.locale}, now(), 'password')
    on conflict (email) do nothing`;
  if (made === 0) {
    // The code of an address that was known before was mailed to nobody: it was guessed, and finds out nothing.
    const isRace = await tx.user.findUnique({
      where: { email: row.email, createdAt: { gte: row.created_at } },
    });
    if (!isRace) return { kind: "wrong", triesLeft: MAX_CODE_TRIES - row.attempts };
    // A second sign-up for the same address was faster; only one person comes of it.
    const error = new ConflictError("This address already has an account. Sign in.", {
      reason: "account_exists",
    });
    await consume(tx, row.id);
    return { kind: "refused", error };
  }
  await consume(tx, row.id);
  return { kind: "made", session: await welcome(tx, info, row, userId) };
}

async function consume(tx: SystemTx, id: string): Promise<void> {
  await tx.signUp.update({ where: { id }, data: { consumedAt: new Date() }, select: { id: true } });
}

async function welcome(tx: SystemTx, info: RequestInfo, row: Row, userId: string): Promise<SignedUp> {
  await tx.credential.create({ data: { userId, passwordHash: row.password_hash }, select: { userId: true } });
  const deviceId = await keepDevice(tx, info, userId);
  const session = await createSession(tx, { userId, method: "password", mfa: false, deviceId, info });
  const person = {
    id: userId,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    platformRole: "user",
    locale: row.locale,
  };
  await recordPlatformEvent(tx, personContext(info, person, session.id), {
    action: "user.signed_up",
    target: { type: "user", id: userId, label: row.email },
    after: { email: row.email, method: "password" },
  });
  return { ...session, userId };
}

async function whyRefused(tx: SystemTx, token: string): Promise<DomainError> {
  const row = await tx.signUp.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!row || row.consumedAt) {
    return new ConflictError("This sign-up has ended. Start again.", { reason: "flow_expired" });
  }
  if (row.attempts >= MAX_CODE_TRIES) {
    return codeError("code_exhausted", "Too many wrong codes. Ask for a new one.");
  }
  return codeError("code_expired", "This code has expired. Ask for a new one.");
}

function codeError(code: string, message: string): DomainError {
  return new ValidationError([{ path: "code", code, message }], message);
}
