import { NextRequest } from "next/server";
import { GET as callback } from "@/app/api/auth-flows/sso/[id]/callback/route";
import { GET as complete } from "@/app/api/auth-flows/sso/complete/route";
import { GET as ssoStart } from "@/app/api/auth-flows/sso/start/route";
import { POST as setupCheck } from "@/app/api/auth-flows/sso-setup/domain-checks/route";
import { POST as setupDomain } from "@/app/api/auth-flows/sso-setup/domains/route";
import { POST as setupProvider } from "@/app/api/auth-flows/sso-setup/provider/route";
import { POST as setupTest } from "@/app/api/auth-flows/sso-setup/tests/route";
import { POST as setupView } from "@/app/api/auth-flows/sso-setup/view/route";
import { POST as acs } from "@/app/api/saml/[id]/acs/route";
import { GET as agents } from "@/app/api/v1/agents/route";
import { GET as me } from "@/app/api/v1/me/route";
import type { RouteHandler } from "@/lib/api/route";
import { SESSION_COOKIE, SUPPORT_COOKIE } from "@/lib/auth/session-cookie";
import { acsUrl } from "@/lib/auth/sso/addresses";
import { findSsoSession } from "@/lib/auth/sso/find-sso-session";
import { newId } from "@/lib/core/ids";
import { newToken } from "@/lib/infra/tokens";
import { callRoute } from "@/lib/testing/call-route";
import { callScim } from "@/lib/testing/scim-world";
import type { Secret } from "../kinds";
import { INFO, ROOT, type World } from "../world";
import { type Consumer, flowCookie, inBody } from "./consumer";
import { setupDomainCheck } from "./earlier-steps";

/** A setup link is good on its workspace's host alone. */
const atSetup =
  (handler: RouteHandler, rest: Record<string, unknown> = {}): Consumer["present"] =>
  (secret, { tenant }) =>
    inBody(handler, rest, tenant.slug)(secret);

const browserOf = ({ kind, companion }: Secret, own: string) =>
  flowCookie("sso", kind === own ? companion : newToken());

/** As an identity provider's page has the browser post it, with a response that nobody signed. */
async function postSaml({ text }: Secret, { directory }: World): Promise<Response> {
  const form = new URLSearchParams({
    SAMLResponse: Buffer.from("<Response/>").toString("base64"),
    RelayState: text,
  });
  const request = new NextRequest(acsUrl(directory.id), {
    method: "POST",
    headers: {
      host: ROOT,
      "x-client-ip": "192.0.2.1",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: form.toString(),
  });
  return acs(request, { params: Promise.resolve({ id: directory.id }) });
}

/** What a workspace's provider, its IT and its programs come with. */
export const DOORS: Consumer[] = [
  { name: "setup: view", own: ["setup_link"], present: atSetup(setupView) },
  { name: "setup: test", own: ["setup_link"], present: atSetup(setupTest) },
  { name: "setup: provider", own: ["setup_link"], present: atSetup(setupProvider) },
  { name: "setup: domain", own: ["setup_link"], present: atSetup(setupDomain, { domain: "new.test" }) },
  {
    name: "setup: domain's check",
    own: ["setup_link"],
    takes: setupDomainCheck,
    present: atSetup(setupCheck, { domain_id: newId() }),
  },
  {
    name: "test of a provider",
    own: ["sso_test"],
    present: ({ text }) => callRoute(ssoStart, { query: `?test=${encodeURIComponent(text)}` }),
  },
  {
    name: "OpenID Connect's return",
    own: ["oidc_state"],
    present: (secret, { oidc }) =>
      callRoute(callback, {
        cookie: browserOf(secret, "oidc_state"),
        params: { id: oidc.id },
        query: `?code=x&state=${encodeURIComponent(secret.text)}`,
      }),
  },
  { name: "SAML's return", own: ["saml_state"], present: postSaml },
  {
    name: "the end of SAML's return",
    own: [],
    present: (secret) =>
      callRoute(complete, {
        cookie: browserOf(secret, secret.kind),
        query: `?code=${encodeURIComponent(secret.text)}`,
      }),
  },
  {
    name: "single sign-on's session",
    own: [],
    present: async ({ text }, { tenant }) => {
      const found = await findSsoSession(INFO, { sid: text, to: tenant.slug });
      return new Response(null, { status: found ? 200 : 404 });
    },
  },
  {
    name: "the API",
    own: ["api_key", "personal_token"],
    present: ({ text }, { tenant }) => callRoute(agents, { slug: tenant.slug, key: text }),
  },
  {
    name: "directory sync",
    own: ["scim_token"],
    present: async ({ text }) =>
      new Response(null, { status: (await callScim(text, "GET", "/Users")).status }),
  },
  {
    name: "the session's cookie",
    own: [],
    present: ({ text }) => callRoute(me, { cookie: `${SESSION_COOKIE}=${text}` }),
  },
  {
    name: "the support session's cookie",
    own: [],
    present: ({ text }, { tenant }) =>
      callRoute(agents, { slug: tenant.slug, cookie: `${SUPPORT_COOKIE}=${text}` }),
  },
];
