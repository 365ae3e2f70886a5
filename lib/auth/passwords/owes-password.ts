import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { normalised } from "./internal";
import { requiredLength } from "./required-length";

/** Whether a password is shorter than a workspace of the person asks for. Only signing in can tell: stored is a hash. */
export async function owesPassword(tx: SystemTx, userId: string, password: string): Promise<boolean> {
  return [...normalised(password)].length < (await requiredLength(tx, userId));
}
