import "server-only";
import { open } from "@/lib/infra/sealed-box";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { matchStep, secretPlace } from "./internal";

/** Uses a TOTP code up: true once for a right code, false for a wrong or a used one (RFC 6238, 5.2). */
export async function takeCode(
  tx: SystemTx,
  userId: string,
  secretSealed: string,
  code: string,
): Promise<boolean> {
  const step = matchStep(open(secretSealed, secretPlace(userId)), code);
  if (step === null) return false;
  // One update decides: a code that was used, here or in a parallel request, is not newer than last_step.
  const accepted = await tx.$executeRaw`
    update platform.totp_factors set last_step = ${step} where user_id = ${userId}::uuid and last_step < ${step}`;
  return accepted === 1;
}
