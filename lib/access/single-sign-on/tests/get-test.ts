import "server-only";
import { flowPlace, flowResult } from "@/lib/auth/sso/flows/flow-result";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { open } from "@/lib/infra/sealed-box";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertManager } from "../connections/own-connection";
import type { SsoTestDto } from "../schema";

/**
 * What came of a test. Only who started it sees the claims: they are about a person.
 * @throws DomainError permission_denied, feature_unavailable; NotFoundError
 */
export async function getTest(
  ctx: TenantContext,
  input: { connectionId: string; testId: string },
): Promise<SsoTestDto> {
  const actor = assertManager(ctx, { recent: false });
  const flow = await withSystem((tx) =>
    tx.ssoFlow.findFirst({
      where: {
        id: input.testId,
        connectionId: input.connectionId,
        tenantId: ctx.tenant.id,
        purpose: "test",
        startedBy: actor.userId,
      },
    }),
  );
  if (!flow) throw new NotFoundError("test");
  const base = {
    id: flow.id,
    url: null,
    claims: null,
    failure: null,
    detail: null,
    expires_at: flow.expiresAt.toISOString(),
  };
  if (flow.completedAt === null || flow.resultSealed === null) {
    return { ...base, status: flow.expiresAt > new Date() ? "waiting" : "expired" };
  }
  const result = flowResult.parse(JSON.parse(open(flow.resultSealed, flowPlace(flow.id, "result"))));
  return result.ok
    ? { ...base, status: "succeeded", claims: result.claims }
    : { ...base, status: "failed", failure: result.reason, detail: result.detail };
}
