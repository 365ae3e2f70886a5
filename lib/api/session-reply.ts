import "server-only";
import { setDevice } from "@/lib/auth/devices/device-cookie";
import { clearFlowCookie, type FlowCookie, setFlowCookie } from "@/lib/auth/flow-cookie";
import { type Preferences, preferenceCookies } from "@/lib/auth/profile/preference-cookies";
import { sealSession } from "@/lib/auth/session-cookie";
import { isSsoMethod } from "@/lib/auth/sso/sso-method";
import { type PublicContext, Reply } from "./route";

type SignedIn = {
  sid: string;
  userId: string;
  method: string;
  ends?: FlowCookie;
  /** Where they are known already. */
  preferences?: Preferences | undefined;
};

/**
 * The answer that signs a browser in on this host: session, hint of the method, language and theme, the flow's end. A
 * session of single sign-on only passes through here, on its way to its workspace's host.
 */
export async function sessionReply<T>(ctx: PublicContext, body: T, signedIn: SignedIn): Promise<Reply<T>> {
  const cookies = [
    ...(isSsoMethod(signedIn.method)
      ? [setFlowCookie("ssoSession", signedIn.sid)]
      : [
          await sealSession(signedIn.sid, ctx.host.toLowerCase()),
          setFlowCookie("lastMethod", signedIn.method),
        ]),
    ...(ctx.device ? [setDevice(ctx.device)] : []),
    ...(await preferenceCookies(signedIn.userId, {
      cookie: ctx.cookie,
      overwrite: false,
      known: signedIn.preferences,
    })),
  ];
  if (signedIn.ends) cookies.push(clearFlowCookie(signedIn.ends));
  return new Reply(body, { cookies });
}
