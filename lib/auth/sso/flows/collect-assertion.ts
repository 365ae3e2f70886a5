import "server-only";
import { open } from "@/lib/infra/sealed-box";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SsoClaims } from "../schema";
import { SsoError } from "../sso-error";
import { assertSameBrowser, flowPlace, flowResult, type TakenFlow } from "./flow-result";
import type { Received } from "./receive-code";

/**
 * The browser's return after a SAML provider's post: the claims that waited for it, once.
 * @throws SsoError sso_expired
 */
export async function collectAssertion(code: string, browser: string | null): Promise<Received> {
  const rows = await withSystem(
    (tx) => tx.$queryRaw<TakenFlow[]>`
      update platform.sso_flows set completed_at = now()
      where completion_hash = ${hashToken(code)} and completed_at is null and expires_at > now()
      returning id::text, tenant_id::text as "tenantId", connection_id::text as "connectionId", purpose::text,
        request_id as "requestId", secrets_sealed as "secretsSealed", result_sealed as "resultSealed",
        browser_hash as "browserHash", target, next, started_by::text as "startedBy",
        settings_mark as "settingsMark"`,
  );
  const [flow] = rows;
  if (!flow?.resultSealed) throw new SsoError("sso_expired", "No sign-in waits for this browser.");
  assertSameBrowser(flow, browser);
  const result = flowResult.parse(JSON.parse(open(flow.resultSealed, flowPlace(flow.id, "result"))));
  // A test keeps its own result; what a person's sign-in said is not kept.
  await withSystem((tx) =>
    tx.ssoFlow.update({ where: { id: flow.id }, data: { resultSealed: null }, select: { id: true } }),
  );
  const answer = async (): Promise<SsoClaims> => {
    if (result.ok) return result.claims;
    throw new SsoError(result.reason, result.detail);
  };
  return { flow, answer: answer() };
}
