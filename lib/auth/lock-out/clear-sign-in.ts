import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";
import type { SignInAttempt } from "./take-sign-in";

/** The password was right: what the attempt was counted under starts anew. */
export async function clearSignIn(attempt: SignInAttempt): Promise<void> {
  await admissionPool().query({
    name: "clear-sign-in",
    text: "select platform.clear_sign_in($1, $2, $3)",
    values: [attempt.account, attempt.address, attempt.deviceId],
  });
}
