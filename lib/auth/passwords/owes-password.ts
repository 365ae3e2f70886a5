import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { lengthOf } from "./length-of";
import { requiredLength } from "./required-length";

/** Whether a password is shorter than a workspace of the person asks for. Only signing in can tell: stored is a hash. */
export async function owesPassword(tx: SystemTx, userId: string, password: string): Promise<boolean> {
  return lengthOf(password) < (await requiredLength(tx, userId));
}
