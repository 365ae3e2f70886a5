import "server-only";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { listProviders } from "../providers/list-providers";
import type { ProviderId } from "../providers/provider-ids";
import { assertRecent } from "../step-up/assert-recent";
import { issueToken } from "../tokens/issue-token";

const TTL_SECONDS = 600;
/** Connected identities of one person. */
const MOST = 20;

/**
 * Begins to connect one more provider: the secret for a cookie that makes the next answer of this provider, in this
 * session and this browser, a link and not a sign-in. Ten minutes.
 * @throws DomainError step_up_required; ConflictError provider_unknown, too_many_identities
 */
export async function beginConnect(ctx: UserContext, input: { provider: ProviderId }): Promise<string> {
  assertRecent(ctx.actor);
  if (!listProviders().includes(input.provider)) {
    throw new ConflictError("This provider is not available here.", { reason: "provider_unknown" });
  }
  const { userId, sessionId } = ctx.actor;
  return withSystem(async (tx) => {
    if ((await tx.identity.count({ where: { userId } })) >= MOST) {
      throw new ConflictError(`At most ${MOST} can be connected.`, { reason: "too_many_identities" });
    }
    return issueToken(tx, {
      kind: "identity_link",
      userId,
      sessionId,
      ttlSeconds: TTL_SECONDS,
      payload: () => ({ provider: input.provider }),
    });
  });
}
