import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { NewSession } from "../create-session";
import { hasFactor } from "../mfa/has-factor";
import { owesFactor } from "../mfa/owes-factor";
import { findTrust } from "../mfa/trusted-devices/find-trust";
import { issueToken } from "../tokens/issue-token";
import { openNewSession, type SignInMethod } from "./open-new-session";

/** Either a session, or the token of the second step that is still owed. */
export type SignInOutcome =
  | { kind: "signed_in"; session: NewSession; userId: string }
  | { kind: "totp_required" | "totp_enrolment_required"; challenge: string; userId: string };

type Person = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  platformRole: string;
  locale: string;
};

const CHALLENGE_SECONDS = 600;

/**
 * Goes on after the first factor, whichever it was: a second factor that exists is asked for (but in a browser that
 * the person trusts and every workspace of theirs lets them), a super admin without one enrols first, as does a member
 * whose workspace asks for one; everybody else is signed in. Every way to sign in passes here, so that none skips the
 * second step.
 */
export async function continueSignIn(
  tx: SystemTx,
  info: RequestInfo,
  input: {
    person: Person;
    method: SignInMethod;
    previousSid: string | null;
    passwordDue?: boolean;
    /** The first step was two factors in one: a passkey whose device verified its holder. */
    provedTwice?: boolean;
    /** The workspace trusts its provider to have asked for a second factor. Never for the platform's own staff. */
    providerFactor?: boolean;
  },
): Promise<SignInOutcome> {
  const { person, method, passwordDue = false, providerFactor = false } = input;
  if (input.provedTwice || (providerFactor && person.platformRole !== "super_admin")) {
    const session = await openNewSession(tx, info, { ...input, mfa: true });
    return { kind: "signed_in", session, userId: person.id };
  }
  const enrolled = await hasFactor(tx, person.id);
  const mustEnrol = person.platformRole === "super_admin" || (!enrolled && (await owesFactor(tx, person.id)));
  if (!enrolled && !mustEnrol) {
    const session = await openNewSession(tx, info, { ...input, mfa: false });
    return { kind: "signed_in", session, userId: person.id };
  }
  const provedAt = enrolled ? await findTrust(tx, info, person.id) : null;
  if (provedAt) {
    const session = await openNewSession(tx, info, { ...input, mfa: true, provedAt });
    return { kind: "signed_in", session, userId: person.id };
  }
  const challenge = await issueToken(tx, {
    kind: enrolled ? "mfa_challenge" : "mfa_enrolment",
    userId: person.id,
    ttlSeconds: CHALLENGE_SECONDS,
    payload: () => ({ method, password_due: passwordDue }),
  });
  return { kind: enrolled ? "totp_required" : "totp_enrolment_required", challenge, userId: person.id };
}
