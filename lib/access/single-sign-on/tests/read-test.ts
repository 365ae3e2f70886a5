import "server-only";
import { flowPlace, flowResult } from "@/lib/auth/sso/flows/flow-result";
import { NotFoundError } from "@/lib/core/errors";
import { open } from "@/lib/infra/sealed-box";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SsoScope } from "../connections/own-connection";
import type { SsoTestDto } from "../schema";
import type { TestOwner } from "./prepare-test";

/**
 * What came of a test of its owner.
 * @throws NotFoundError
 */
export async function readTest(
  ctx: Pick<SsoScope, "tenant">,
  input: { connectionId: string; testId: string },
  owner: TestOwner,
): Promise<SsoTestDto> {
  const flow = await withSystem((tx) =>
    tx.ssoFlow.findFirst({
      where: {
        id: input.testId,
        connectionId: input.connectionId,
        tenantId: ctx.tenant.id,
        purpose: "test",
        ...owner,
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
