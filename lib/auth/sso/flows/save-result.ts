import "server-only";
import { seal } from "@/lib/infra/sealed-box";
import { withSystem } from "@/lib/tenancy/with-system";
import { type FlowResult, flowPlace } from "./flow-result";

const TEST_MINUTES = 60;

/** Keeps how a test ended, sealed, for the admin who asked; a test that went well makes its connection a tested one. */
export async function saveResult(input: { flowId: string; result: FlowResult }): Promise<void> {
  const { flowId, result } = input;
  await withSystem(async (tx) => {
    const now = new Date();
    const flow = await tx.ssoFlow.update({
      where: { id: flowId },
      data: {
        resultSealed: seal(JSON.stringify(result), flowPlace(flowId, "result")),
        usedAt: now,
        completedAt: now,
        expiresAt: new Date(now.getTime() + TEST_MINUTES * 60_000),
      },
      select: { tenantId: true, connectionId: true },
    });
    if (!result.ok) return;
    const where = { id: flow.connectionId, tenantId: flow.tenantId };
    await tx.ssoConnection.updateMany({ where, data: { testedAt: now } });
    await tx.ssoConnection.updateMany({ where: { ...where, status: "draft" }, data: { status: "tested" } });
  });
}
