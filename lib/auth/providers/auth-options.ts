import "server-only";
import type { NextAuthOptions } from "next-auth";
import { decode, encode, type JWT } from "next-auth/jwt";
import type { RequestInfo, UserContext } from "@/lib/core/context";
import { env } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";
import { endSession } from "../end-session";
import { connectIdentity } from "../identities/connect-identity";
import { safeNextPath } from "../safe-next-path";
import { SESSION_COOKIE, SESSION_MAX_AGE_SECONDS } from "../session-cookie";
import { buildProviders } from "./build-providers";
import { type LinkOutcome, linkIdentity } from "./link-identity";
import { PROVIDER_IDS } from "./provider-ids";
import { readClaims } from "./read-claims";

export type ProviderRequest = RequestInfo & {
  host: string;
  previousSid: string | null;
  currentUserId: string | null;
  /** Set while the person of this session connects one more provider. */
  link: { token: string; ctx: UserContext } | null;
  /** Ends a flow of this browser. */
  drop: (flow: "link") => void;
  /** Puts a cookie on the answer that next-auth makes. */
  keep: (flow: "challenge" | "lastMethod", value: string) => void;
};

const options = { httpOnly: true, sameSite: "lax", path: "/", secure: true } as const;
const cookie = (name: string) => ({ name, options });

/**
 * next-auth for one request. Its token is our session cookie: a session id for this host and nothing else, so neither
 * a provider's claims nor `session.update` can put anything into it.
 */
export function authOptions(request: ProviderRequest): NextAuthOptions {
  const secret = env().NEXTAUTH_SECRET;
  // The sid of the sign-in that this request completes; null in every other request.
  let sid: string | null = null;
  return {
    secret,
    providers: buildProviders(),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    cookies: {
      sessionToken: cookie(SESSION_COOKIE),
      callbackUrl: cookie("__Host-atrium.callback-url"),
      csrfToken: cookie("__Host-atrium.csrf"),
      pkceCodeVerifier: cookie("__Host-atrium.pkce"),
      state: cookie("__Host-atrium.state"),
      nonce: cookie("__Host-atrium.nonce"),
    },
    jwt: {
      encode: ({ token }) => encode({ token: onlySid(token), secret, maxAge: SESSION_MAX_AGE_SECONDS }),
      decode: async ({ token }) => {
        const read = token && token.length <= 4096 ? await decode({ token, secret }) : null;
        return read?.host === request.host && typeof read.sid === "string" ? onlySid(read) : null;
      },
    },
    callbacks: {
      signIn: async ({ account, profile }) => {
        const provider = PROVIDER_IDS.find((id) => id === account?.provider);
        const trustsDirectory = /^(?!common$|organizations$|consumers$)./.test(
          env().MICROSOFT_TENANT_ID ?? "",
        );
        const claims = provider ? readClaims(provider, profile, { trustsDirectory }) : null;
        if (!claims) return "/sign-in?error=generic";
        const linked =
          request.link && (await connectIdentity(request.link.ctx, { ...claims, token: request.link.token }));
        if (linked) {
          request.drop("link");
          return `/profile?connected=${linked.kind === "connected" ? claims.provider : linked.reason}`;
        }
        const outcome = await linkIdentity(request, { ...claims, ...request });
        if (outcome.kind === "signed_in") {
          sid = outcome.session.sid;
          request.keep("lastMethod", claims.provider);
          return true;
        }
        return nextStep(outcome, request);
      },
      jwt: ({ token }) => (sid === null ? onlySid(token) : { sid, host: request.host }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
        return baseUrl + (safeNextPath(path) ?? "/sign-in");
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await endSession(token.sid);
      },
    },
    logger: {
      error: (code) => logger.warn({ reason: code }, "sign-in by a provider failed"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** Everything else that a token might hold is dropped. */
function onlySid(token: JWT | undefined): JWT {
  return { sid: token?.sid, host: token?.host };
}

function nextStep(outcome: Exclude<LinkOutcome, { kind: "signed_in" }>, request: ProviderRequest): string {
  switch (outcome.kind) {
    case "refused":
      return `/sign-in?error=${outcome.reason}`;
    case "totp_required":
    case "totp_enrolment_required":
      request.keep("challenge", outcome.challenge);
      return outcome.kind === "totp_required" ? "/sign-in/code" : "/sign-in/authenticator";
    default:
      return outcome satisfies never;
  }
}
