import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockPerson } from "../mfa/lock-person";
import { mailPerson } from "../mfa/mail-person";
import { PROVIDER_NAMES, type ProviderId } from "../providers/provider-ids";
import { consumeToken } from "../tokens/consume-token";

const wanted = z.object({ provider: z.string() });

export type Connected = { kind: "connected" } | { kind: "refused"; reason: "identity_taken" };

/**
 * Adds what a provider vouches for to the account of the session that began it. Its address decides nothing, so it need
 * not be verified. Null where the browser began nothing for this provider in this session: then it is a sign-in.
 */
export async function connectIdentity(
  ctx: UserContext,
  input: { token: string; provider: ProviderId; subject: string; email: string | null },
): Promise<Connected | null> {
  const { userId, sessionId, email } = ctx.actor;
  const { provider, subject } = input;
  return withSystem(async (tx) => {
    await tx.$executeRaw`
      select pg_advisory_xact_lock(hashtextextended(${`identity:${provider}:${subject}`}, 0))`;
    await lockPerson(tx, userId);
    const taken = await consumeToken(tx, { kind: "identity_link", token: input.token });
    if (!taken || taken.userId !== userId || taken.sessionId !== sessionId) return null;
    if (wanted.safeParse(taken.payload).data?.provider !== provider) return null;
    const known = await tx.identity.findUnique({
      where: { provider_providerSubject: { provider, providerSubject: subject } },
      select: { userId: true },
    });
    if (known) {
      return known.userId === userId
        ? { kind: "connected" as const }
        : { kind: "refused" as const, reason: "identity_taken" as const };
    }
    await tx.identity.create({
      data: { id: newId(), userId, provider, providerSubject: subject, label: input.email },
      select: { id: true },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "identity.linked",
      target: { type: "user", id: userId, label: email },
      after: { provider },
    });
    await mailPerson(tx, userId, {
      template: "identity_linked",
      data: { provider: PROVIDER_NAMES[provider] },
    });
    return { kind: "connected" as const };
  });
}
