import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { requiredLength } from "../passwords/required-length";

/** How many characters a new password of this person needs. */
export function getRequiredLength(ctx: UserContext): Promise<number> {
  return withSystem((tx) => requiredLength(tx, ctx.actor.userId));
}
