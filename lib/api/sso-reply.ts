import "server-only";
import { signInWithClaims } from "@/lib/access/single-sign-on/sign-in/sign-in-with-claims";
import { setDevice } from "@/lib/auth/devices/device-cookie";
import { clearFlowCookie, setFlowCookie } from "@/lib/auth/flow-cookie";
import { preferenceCookies } from "@/lib/auth/profile/preference-cookies";
import type { Received } from "@/lib/auth/sso/flows/receive-code";
import { saveResult } from "@/lib/auth/sso/flows/save-result";
import { SsoError } from "@/lib/auth/sso/sso-error";
import { logger } from "@/lib/infra/logger";
import { rootUrl } from "@/lib/tenancy/hosts";
import { type PublicContext, Reply } from "./route";

/**
 * The end of a round trip to a tenant's provider: on to its workspace, to the second step, to a test's page, or back to
 * the sign-in page with the reason. What exactly was wrong is for the log and for the admin who tests.
 */
export async function ssoReply(ctx: PublicContext, receive: () => Promise<Received>): Promise<Reply<null>> {
  try {
    const { flow, answer } = await receive();
    if (flow.purpose === "test") return await endTest(flow.id, answer);
    const claims = await answer;
    const outcome = await signInWithClaims(ctx, flow, claims);
    const then = new URLSearchParams({ to: flow.target, ...(flow.next && { next: flow.next }) });
    if (outcome.kind !== "signed_in") {
      const page = outcome.kind === "totp_required" ? "code" : "authenticator";
      return onward(`/sign-in/${page}?${then}`, [setFlowCookie("challenge", outcome.challenge)]);
    }
    return onward(`/switch?${then}`, [
      setFlowCookie("ssoSession", outcome.session.sid),
      ...(ctx.device ? [setDevice(ctx.device)] : []),
      ...(await preferenceCookies(outcome.userId, { cookie: ctx.cookie, overwrite: false })),
    ]);
  } catch (error) {
    return failed(ctx, error);
  }
}

async function endTest(flowId: string, answer: Received["answer"]): Promise<Reply<null>> {
  try {
    await saveResult({ flowId, result: { ok: true, claims: await answer } });
    return onward("/sign-in/tested?ok=1");
  } catch (error) {
    if (!(error instanceof SsoError)) throw error;
    await saveResult({ flowId, result: { ok: false, reason: error.reason, detail: error.message } });
    return onward("/sign-in/tested");
  }
}

/**
 * Back to the sign-in page with the reason.
 * @throws unknown whatever is no SsoError
 */
export function failed(ctx: Pick<PublicContext, "requestId">, error: unknown): Reply<null> {
  if (!(error instanceof SsoError)) throw error;
  logger.warn(
    { reason: error.reason, detail: error.message, requestId: ctx.requestId },
    "single sign-on failed",
  );
  return onward(`/sign-in?error=${error.reason}`);
}

function onward(path: string, cookies: string[] = []): Reply<null> {
  return new Reply(null, {
    status: 303,
    // The provider's code is in this address: no page may learn it from a referrer.
    headers: { location: rootUrl(path), "referrer-policy": "no-referrer" },
    cookies: [...cookies, clearFlowCookie("sso")],
  });
}
