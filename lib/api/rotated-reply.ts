import "server-only";
import { sealSession } from "@/lib/auth/session-cookie";
import { Reply } from "./route";

/** The empty answer of a call that replaced this host's session key: the browser gets the new one with it. */
export async function rotatedReply(
  request: Request,
  sid: string,
  cookies: readonly string[] = [],
): Promise<Reply<null>> {
  const host = (request.headers.get("host") ?? "").toLowerCase();
  return new Reply(null, { cookies: [await sealSession(sid, host), ...cookies] });
}
