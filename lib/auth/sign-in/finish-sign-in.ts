import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import { systemPool } from "@/lib/infra/database/pools";
import type { NewSession } from "../create-session";
import type { FoundPerson, SignInAttempt } from "../lock-out/take-sign-in";
import { lengthOf } from "../passwords/length-of";
import { signInRecord } from "./sign-in-record";

/** What the answer needs to know of who was signed in, read in the same trip. */
export type SignedInAt = {
  /** Two slugs at most: whether there is none, one or a choice. */
  places: string[];
  preferences: { locale: string; theme: string };
};

type Row = { is_signed_in: boolean; places: string[]; locale: string; theme: string };

/**
 * The password was right: what the attempt was counted under starts anew, and who owes nothing more is signed in, all in
 * one statement. Null when a second factor, a longer password, staff, a browser that the account does not know or a
 * password that was changed since it was compared makes it `continueSignIn`'s matter.
 */
export async function finishSignIn(
  info: RequestInfo,
  attempt: SignInAttempt,
  input: { person: FoundPerson; password: string; comparedHash: string; previousSid: string | null },
): Promise<{ session: NewSession; at: SignedInAt } | null> {
  const { person, password, comparedHash, previousSid } = input;
  const { session, record } = signInRecord(info, {
    ...{ person, method: "password", mfa: false, previousSid, comparedHash },
  });
  const { rows } = await systemPool().query<Row>({
    name: "finish-sign-in",
    text: "select * from platform.finish_sign_in($1, $2, $3, $4, $5, $6)",
    values: [
      attempt.account,
      attempt.address,
      attempt.deviceId,
      lengthOf(password),
      PASSWORD_MIN_LENGTH,
      record,
    ],
  });
  const [row] = rows;
  if (!row?.is_signed_in) return null;
  const { places, locale, theme } = row;
  return { session, at: { places, preferences: { locale, theme } } };
}
