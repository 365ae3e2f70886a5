import "server-only";
import { open } from "@/lib/infra/sealed-box";
import { redeemCode } from "../oidc/redeem-code";
import type { SsoClaims } from "../schema";
import { SsoError } from "../sso-error";
import { assertSameBrowser, assertSameSettings, flowPlace, flowSecrets, type TakenFlow } from "./flow-result";
import { takeFlow } from "./take-flow";

export type Received = { flow: TakenFlow; answer: Promise<SsoClaims> };

/**
 * What an OIDC provider sent a browser back with. The flow is used up first; whether its answer is good is the
 * promise's to tell, so that a test can keep why not.
 * @throws SsoError sso_expired, sso_disabled
 */
export async function receiveCode(input: {
  connectionId: string;
  state: string;
  code: string | null;
  error: string | null;
  iss: string | null;
  browser: string | null;
}): Promise<Received> {
  const { flow, connection } = await takeFlow(input.connectionId, input.state);
  assertSameBrowser(flow, input.browser);
  const redeem = async (): Promise<SsoClaims> => {
    assertSameSettings(flow, connection);
    if (input.error !== null || input.code === null) {
      throw new SsoError("sso_provider_refused", `The provider answered ${input.error ?? "no code"}.`);
    }
    if (connection.kind !== "oidc" || flow.secretsSealed === null) {
      throw new SsoError("sso_response_invalid", "This connection does not speak OpenID Connect.");
    }
    const secrets = flowSecrets.parse(JSON.parse(open(flow.secretsSealed, flowPlace(flow.id, "secrets"))));
    return redeemCode(connection, { code: input.code, iss: input.iss ?? undefined }, secrets);
  };
  return { flow, answer: redeem() };
}
