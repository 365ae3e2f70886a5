import "server-only";
import { lookUpRequest } from "../look-up-request";

/** Whether a cookie's session is a support session of this workspace that still lives. */
export async function isSupportLive(slug: string, sid: string): Promise<boolean> {
  return (await lookUpRequest(slug, sid, true)).user?.support !== undefined;
}
