import "server-only";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { findConnection } from "../find-connection";
import { SsoError } from "../sso-error";
import { type FlowBegun, leave } from "./begin-flow";
import type { FlowResult } from "./flow-result";
import { saveResult } from "./save-result";

/**
 * Leaves for the provider in a test that an admin asked for. The link works once; a provider that cannot be reached is
 * the test's result.
 * @throws SsoError sso_expired; sso_unreachable
 */
export async function beginTest(token: string): Promise<FlowBegun> {
  const found = await withSystem(async (tx) => {
    const flow = await tx.ssoFlow.findUnique({
      where: { tokenHash: hashToken(token), purpose: "test", usedAt: null, browserHash: null },
    });
    return flow && flow.expiresAt > new Date()
      ? { flow, connection: await findConnection(tx, flow.connectionId) }
      : null;
  });
  if (!found?.connection) throw new SsoError("sso_expired", "This test was begun already, or too long ago.");
  const { flow, connection } = found;
  try {
    const begun = await leave(connection, undefined, flow.id);
    const browser = newToken();
    const { count } = await withSystem((tx) =>
      tx.ssoFlow.updateMany({
        where: { id: flow.id, browserHash: null, usedAt: null },
        data: {
          tokenHash: hashToken(begun.state),
          browserHash: hashToken(browser),
          requestId: begun.requestId,
          secretsSealed: begun.secretsSealed,
          settingsMark: connection.settingsMark,
        },
      }),
    );
    if (count === 0) throw new SsoError("sso_expired", "This test was begun already.");
    return { url: begun.url, browser };
  } catch (error) {
    if (error instanceof SsoError && error.reason !== "sso_expired") {
      const result: FlowResult = { ok: false, reason: error.reason, detail: error.message };
      await saveResult({ flowId: flow.id, result });
    }
    throw error;
  }
}
