import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertRecent } from "../step-up/assert-recent";

/**
 * Gives an own passkey another name.
 * @throws NotFoundError; DomainError step_up_required
 */
export async function renamePasskey(ctx: UserContext, id: string, input: { name: string }): Promise<void> {
  assertRecent(ctx.actor);
  const { userId, email } = ctx.actor;
  await withSystem(async (tx) => {
    const before = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
    if (!before) throw new NotFoundError("passkey");
    await tx.passkey.update({ where: { id }, data: { name: input.name }, select: { id: true } });
    await recordPlatformEvent(tx, ctx, {
      action: "user.passkey_renamed",
      target: { type: "user", id: userId, label: email },
      before: { name: before.name },
      after: { passkey: id, name: input.name },
    });
  });
}
