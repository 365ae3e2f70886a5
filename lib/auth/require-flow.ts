import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { type FlowCookie, readFlowCookie } from "./flow-cookie";

/**
 * The secret of the flow that a browser is in.
 * @throws ConflictError flow_expired without one
 */
export function requireFlow(cookieHeader: string | null, flow: FlowCookie): string {
  const token = readFlowCookie(cookieHeader, flow);
  if (token === null) {
    throw new ConflictError("This took too long. Start again.", { reason: "flow_expired" });
  }
  return token;
}
