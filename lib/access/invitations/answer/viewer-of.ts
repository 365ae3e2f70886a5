import "server-only";
import { type IncomingRequest, resolveRequest } from "@/lib/access/resolve-request";
import type { UserActor } from "@/lib/core/context";

/** Who opens an invitation on the root host; null when signed out. */
export async function viewerOf(request: IncomingRequest): Promise<UserActor | null> {
  const resolved = await resolveRequest(request);
  return resolved.kind === "user" ? resolved.ctx.actor : null;
}
