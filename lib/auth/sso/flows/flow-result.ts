import "server-only";
import * as z from "zod";
import { hashToken, sameHash } from "@/lib/infra/tokens";
import { SSO_FAILURES, ssoClaims } from "../schema";
import { SsoError } from "../sso-error";

export const FLOW_MINUTES = 10;

/** Where a flow's sealed parts belong. */
export function flowPlace(flowId: string, part: "secrets" | "result"): string {
  return `sso_flows|${part}|${flowId}`;
}

export const flowSecrets = z.object({ nonce: z.string(), verifier: z.string() });

/** How a test ended; a sign-in's row holds the claims between the provider's post and the browser's return. */
export const flowResult = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), claims: ssoClaims }),
  z.object({ ok: z.literal(false), reason: z.enum(SSO_FAILURES), detail: z.string() }),
]);
export type FlowResult = z.output<typeof flowResult>;

/** A flow that somebody came back with. */
export type TakenFlow = {
  id: string;
  tenantId: string;
  connectionId: string;
  purpose: "sign_in" | "test";
  requestId: string | null;
  secretsSealed: string | null;
  resultSealed: string | null;
  browserHash: Uint8Array | null;
  target: string;
  next: string | null;
  startedBy: string | null;
  settingsMark: string | null;
};

/**
 * A test is about the settings that it began with, and no others.
 * @throws SsoError sso_expired
 */
export function assertSameSettings(flow: TakenFlow, connection: { settingsMark: string }): void {
  if (flow.purpose !== "test" || flow.settingsMark === connection.settingsMark) return;
  throw new SsoError("sso_expired", SETTINGS_CHANGED);
}

export const SETTINGS_CHANGED = "The settings were changed during the test. Test again.";

/**
 * Only the browser that began may finish: a link to an answer must not sign somebody else in.
 * @throws SsoError sso_expired
 */
export function assertSameBrowser(flow: TakenFlow, browser: string | null): void {
  if (flow.browserHash && browser && sameHash(flow.browserHash, hashToken(browser))) return;
  throw new SsoError("sso_expired", "This browser did not begin this sign-in.");
}
