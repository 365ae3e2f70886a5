import "server-only";
import { clearFlowCookie, type FlowCookie, setFlowCookie } from "@/lib/auth/flow-cookie";
import { sealSession } from "@/lib/auth/session-cookie";
import { Reply } from "./route";

/** The answer that signs a browser in on this host: the session's cookie, the method's hint, the flow's end. */
export async function sessionReply<T>(
  body: T,
  session: { sid: string; host: string; method: string; ends?: FlowCookie },
): Promise<Reply<T>> {
  const cookies = [
    await sealSession(session.sid, session.host.toLowerCase()),
    setFlowCookie("lastMethod", session.method),
  ];
  if (session.ends) cookies.push(clearFlowCookie(session.ends));
  return new Reply(body, { cookies });
}
