import "server-only";
import { seal } from "@/lib/infra/sealed-box";
import { withSystem } from "@/lib/tenancy/with-system";
import { settingsMarkOf } from "../find-connection";
import { type FlowResult, flowPlace, SETTINGS_CHANGED } from "./flow-result";

const TEST_MINUTES = 60;

/**
 * Keeps how a test ended, sealed, for the admin who asked. A test that went well makes its connection a tested one,
 * unless its settings are others by now.
 */
export async function saveResult(input: { flowId: string; result: FlowResult }): Promise<void> {
  const { flowId } = input;
  await withSystem(async (tx) => {
    const flow = await tx.ssoFlow.findUniqueOrThrow({
      where: { id: flowId },
      select: { tenantId: true, connectionId: true, settingsMark: true },
    });
    const where = { id: flow.connectionId, tenantId: flow.tenantId };
    // Held until the end: a change of the settings is before this or after it.
    await tx.$queryRaw`select 1 as one from platform.sso_connections where id = ${where.id}::uuid for update`;
    const connection = await tx.ssoConnection.findFirstOrThrow({
      where,
      select: { settings: true, secretSealed: true },
    });
    const isSame = flow.settingsMark === settingsMarkOf(connection);
    const result: FlowResult =
      input.result.ok && !isSame
        ? { ok: false, reason: "sso_expired", detail: SETTINGS_CHANGED }
        : input.result;
    const now = new Date();
    await tx.ssoFlow.update({
      where: { id: flowId },
      data: {
        resultSealed: seal(JSON.stringify(result), flowPlace(flowId, "result")),
        usedAt: now,
        completedAt: now,
        expiresAt: new Date(now.getTime() + TEST_MINUTES * 60_000),
      },
      select: { id: true },
    });
    if (!result.ok) return;
    await tx.ssoConnection.updateMany({ where, data: { testedAt: now } });
    await tx.ssoConnection.updateMany({ where: { ...where, status: "draft" }, data: { status: "tested" } });
  });
}
