import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockPerson } from "../mfa/lock-person";
import { mailPerson } from "../mfa/mail-person";
import { PROVIDER_IDS, PROVIDER_NAMES } from "../providers/provider-ids";
import { assertRecent } from "../step-up/assert-recent";
import { assertWayIn } from "./assert-way-in";

/**
 * Disconnects a provider and ends the other sessions that it opened. Never the last way in: two removals at once come
 * after each other. Mails the person.
 * @throws DomainError step_up_required; NotFoundError; ConflictError last_way_in
 */
export async function removeIdentity(ctx: UserContext, input: { id: string }): Promise<void> {
  assertRecent(ctx.actor);
  const { userId, sessionId, email } = ctx.actor;
  await withSystem(async (tx) => {
    await lockPerson(tx, userId);
    const row = await tx.identity.findFirst({ where: { id: input.id, userId }, select: { provider: true } });
    const provider = PROVIDER_IDS.find((id) => id === row?.provider);
    if (!provider) throw new NotFoundError("identity");
    await tx.identity.delete({ where: { id: input.id }, select: { id: true } });
    await assertWayIn(tx, userId);
    await tx.session.updateMany({
      where: { userId, method: provider, revokedAt: null, id: { not: sessionId } },
      data: { revokedAt: new Date() },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "identity.unlinked",
      target: { type: "user", id: userId, label: email },
      before: { provider },
    });
    await mailPerson(tx, userId, {
      template: "identity_unlinked",
      data: { provider: PROVIDER_NAMES[provider] },
    });
  });
}
