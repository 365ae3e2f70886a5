import "server-only";
import { findConnection } from "@/lib/auth/sso/find-connection";
import { FLOW_MINUTES } from "@/lib/auth/sso/flows/flow-result";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { findOwn, type SsoScope } from "../connections/own-connection";
import type { SsoTestDto } from "../schema";

/** Whose test it is: nobody else sees what came of it. */
export type TestOwner = { startedBy: string } | { setupLinkId: string };

/**
 * Writes a test down, whoever was let begin it.
 * @throws NotFoundError; ConflictError sso_incomplete
 */
export async function prepareTest(
  ctx: Pick<SsoScope, "tenant">,
  connectionId: string,
  owner: TestOwner,
): Promise<SsoTestDto> {
  return withSystem(async (tx) => {
    await findOwn(tx, ctx, connectionId);
    if (!(await findConnection(tx, connectionId))) {
      throw new ConflictError("The provider's side is not complete.", { reason: "sso_incomplete" });
    }
    const token = newToken();
    const id = newId();
    const expiresAt = new Date(Date.now() + FLOW_MINUTES * 60_000);
    await tx.ssoFlow.create({
      data: {
        id,
        tenantId: ctx.tenant.id,
        connectionId,
        purpose: "test",
        tokenHash: hashToken(token),
        target: ctx.tenant.slug,
        expiresAt,
        ...owner,
      },
      select: { id: true },
    });
    return {
      id,
      url: rootUrl(`/api/auth-flows/sso/start?${new URLSearchParams({ test: token })}`),
      status: "waiting",
      claims: null,
      failure: null,
      detail: null,
      expires_at: expiresAt.toISOString(),
    };
  });
}
