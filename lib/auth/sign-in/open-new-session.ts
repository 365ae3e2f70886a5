import "server-only";
import * as z from "zod";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { NewSession } from "../create-session";
import { tellOfSignIn } from "../devices/tell-of-sign-in";
import { isSsoMethod, type SsoMethod } from "../sso/sso-method";
import { SIGN_IN_METHODS } from "./methods";
import { type SigningIn, signInRecord } from "./sign-in-record";

export type SignInMethod = (typeof SIGN_IN_METHODS)[number] | SsoMethod;
/** As a second step's token remembers it. A session of single sign-on must never come back as another. */
export const signInMethod = z.union([
  z.enum(SIGN_IN_METHODS),
  z.custom<SsoMethod>((value) => typeof value === "string" && isSsoMethod(value)),
]);

/** The last act of every way to sign in: a new session always, and the end of the one this browser carried. */
export async function openNewSession(tx: SystemTx, info: RequestInfo, input: SigningIn): Promise<NewSession> {
  const { session, record } = signInRecord(info, input);
  const [row] = await tx.$queryRaw<{ is_strange: boolean }[]>`
    select platform.record_sign_in(${record}::jsonb) as is_strange`;
  if (row?.is_strange) await tellOfSignIn(tx, info, { person: input.person, sessionId: session.id });
  return session;
}
