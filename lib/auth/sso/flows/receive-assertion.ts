import "server-only";
import { seal } from "@/lib/infra/sealed-box";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { readResponse } from "../saml/read-response";
import { SsoError } from "../sso-error";
import { assertSameSettings, type FlowResult, flowPlace } from "./flow-result";
import { takeFlow } from "./take-flow";

/**
 * What a SAML provider made a browser post. Another site posts it, so no cookie comes along: the claims wait, sealed,
 * for the browser that began to come with the code that is returned here.
 * @throws SsoError sso_expired, sso_disabled
 */
export async function receiveAssertion(input: {
  connectionId: string;
  relayState: string;
  response: string;
}): Promise<string> {
  const { flow, connection } = await takeFlow(input.connectionId, input.relayState);
  const read = async (): Promise<FlowResult> => {
    assertSameSettings(flow, connection);
    if (connection.kind !== "saml" || flow.requestId === null) {
      throw new SsoError("sso_response_invalid", "This connection does not speak SAML.");
    }
    const verified = await readResponse(connection, { response: input.response, requestId: flow.requestId });
    await useAssertion(flow, verified);
    return { ok: true, claims: verified.claims };
  };
  const result = await read().catch((error: unknown): FlowResult => {
    if (error instanceof SsoError) return { ok: false, reason: error.reason, detail: error.message };
    throw error;
  });
  const code = newToken();
  await withSystem((tx) =>
    tx.ssoFlow.update({
      where: { id: flow.id },
      data: {
        completionHash: hashToken(code),
        resultSealed: seal(JSON.stringify(result), flowPlace(flow.id, "result")),
      },
      select: { id: true },
    }),
  );
  return code;
}

/** Every assertion is good once, whatever request it says it answers. */
async function useAssertion(
  flow: { tenantId: string; connectionId: string },
  assertion: { assertionId: string; expiresAt: Date },
): Promise<void> {
  const { tenantId, connectionId } = flow;
  const { count } = await withSystem((tx) =>
    tx.ssoAssertion.createMany({
      data: {
        tenantId,
        connectionId,
        assertionHash: hashToken(assertion.assertionId),
        expiresAt: assertion.expiresAt,
      },
      skipDuplicates: true,
    }),
  );
  if (count === 0) throw new SsoError("sso_response_invalid", "This assertion was used before.");
}
