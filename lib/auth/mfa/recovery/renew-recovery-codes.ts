import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertRecent } from "../../step-up/assert-recent";
import { hasFactor } from "../has-factor";
import { mailPerson } from "../mail-person";
import { makeCodes } from "./code-set";
import { storeCodes } from "./store-codes";

/**
 * Makes ten new recovery codes; the ones before stop working. Mails the person.
 * @throws DomainError step_up_required; ConflictError mfa_off
 */
export async function renewRecoveryCodes(ctx: UserContext): Promise<string[]> {
  assertRecent(ctx.actor);
  const { userId, email } = ctx.actor;
  const { codes, set } = await makeCodes();
  await withSystem(async (tx) => {
    if (!(await hasFactor(tx, userId))) {
      throw new ConflictError("Set up two-step sign-in first.", { reason: "mfa_off" });
    }
    await storeCodes(tx, userId, set);
    await recordPlatformEvent(tx, ctx, {
      action: "user.recovery_codes_renewed",
      target: { type: "user", id: userId, label: email },
    });
    await mailPerson(tx, userId, { template: "recovery_codes_renewed", data: {} });
  });
  return codes;
}
