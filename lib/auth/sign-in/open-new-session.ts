import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { createSession, type NewSession } from "../create-session";
import { keepDevice } from "../devices/keep-device";
import { tellOfSignIn } from "../devices/tell-of-sign-in";
import { personContext } from "../person-context";
import { ofKey } from "../sessions/of-key";
import { isSsoMethod, type SsoMethod } from "../sso/sso-method";

export const SIGN_IN_METHODS = [
  "password",
  "passkey",
  "auth0",
  "cognito",
  "google",
  "github",
  "azure-ad",
] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number] | SsoMethod;
/** As a second step's token remembers it. A session of single sign-on must never come back as another. */
export const signInMethod = z.union([
  z.enum(SIGN_IN_METHODS),
  z.custom<SsoMethod>((value) => typeof value === "string" && isSsoMethod(value)),
]);

type Person = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  platformRole: string;
  locale: string;
};

/** The last act of every way to sign in: a new session always, and the end of the one this browser carried. */
export async function openNewSession(
  tx: SystemTx,
  info: RequestInfo,
  input: {
    person: Person;
    method: SignInMethod;
    mfa: boolean;
    previousSid: string | null;
    passwordDue?: boolean;
    /** When the second step was really taken, in a trusted browser. */
    provedAt?: Date;
  },
): Promise<NewSession> {
  const { person, method, mfa, previousSid, passwordDue = false, provedAt = null } = input;
  // Single sign-on opens one workspace beside whatever else this browser is signed in to.
  if (previousSid && !isSsoMethod(method)) {
    await tx.session.updateMany({
      where: { ...ofKey(previousSid), revokedAt: null },
      data: { revokedAt: new Date() },
    });
  }
  const device = await keepDevice(tx, info, person.id, isSsoMethod(method) ? method : undefined);
  const deviceId = device?.id ?? null;
  const session = await createSession(tx, {
    ...{ userId: person.id, method, mfa, passwordDue, deviceId, provedAt, info },
  });
  if (device?.isStrange) await tellOfSignIn(tx, info, { person, sessionId: session.id });
  await tx.user.update({
    where: { id: person.id },
    data: { lastSignInMethod: method },
    select: { id: true },
  });
  await recordPlatformEvent(tx, personContext(info, person, session.id), {
    action: "user.signed_in",
    target: { type: "user", id: person.id, label: person.email },
    after: { method, second_factor: mfa, ...(provedAt && { trusted_device: true }) },
  });
  return session;
}
