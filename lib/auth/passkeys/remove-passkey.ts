import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertWayIn } from "../identities/assert-way-in";
import { lockPerson } from "../mfa/lock-person";
import { mailPerson } from "../mfa/mail-person";
import { settleRemoval } from "../mfa/settle-removal";
import { assertRecent } from "../step-up/assert-recent";

/**
 * Removes an own passkey, never the last way in. Mails the person.
 * @throws DomainError step_up_required; NotFoundError; ConflictError last_way_in, mfa_required_here
 */
export async function removePasskey(ctx: UserContext, id: string): Promise<void> {
  assertRecent(ctx.actor);
  const { userId, email } = ctx.actor;
  await withSystem(async (tx) => {
    await lockPerson(tx, userId);
    const passkey = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
    if (!passkey) throw new NotFoundError("passkey");
    await tx.passkey.delete({ where: { id }, select: { id: true } });
    await assertWayIn(tx, userId);
    const { last } = await settleRemoval(tx, userId);
    await recordPlatformEvent(tx, ctx, {
      action: "user.passkey_removed",
      target: { type: "user", id: userId, label: email },
      before: { passkey: id, name: passkey.name },
      after: { two_step: !last },
    });
    await mailPerson(tx, userId, { template: "passkey_removed", data: { name: passkey.name } });
  });
}
