import "server-only";
import type { NextAuthOptions } from "next-auth";
import Auth0Provider from "next-auth/providers/auth0";
import AzureADProvider from "next-auth/providers/azure-ad";
import CognitoProvider from "next-auth/providers/cognito";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import * as z from "zod";
import { env } from "@/lib/infra/env";
import { listProviders } from "./list-providers";
import type { ProviderId } from "./provider-ids";

type Providers = NextAuthOptions["providers"];

const TIMEOUT_MS = 10_000;
const CHECKS: ("pkce" | "state" | "nonce")[] = ["pkce", "state", "nonce"];

/** The stand-ins read the client's secret from the body only. */
const STAND_IN_CLIENT = { token_endpoint_auth_method: "client_secret_post" } as const;

/** next-auth's providers for what the environment configures. */
export function buildProviders(): Providers {
  return listProviders().map(build);
}

function build(id: ProviderId): Providers[number] {
  const settings = env();
  const client = (clientId = "", clientSecret = "") => ({ clientId, clientSecret });
  switch (id) {
    case "auth0":
      return Auth0Provider({
        ...client(settings.AUTH0_CLIENT_ID, settings.AUTH0_CLIENT_SECRET),
        issuer: settings.AUTH0_ISSUER ?? "",
        checks: CHECKS,
      });
    case "cognito":
      return CognitoProvider({
        ...client(settings.COGNITO_CLIENT_ID, settings.COGNITO_CLIENT_SECRET),
        issuer: settings.COGNITO_ISSUER ?? "",
        // Without the scopes Cognito sends no address.
        authorization: { params: { scope: "openid email profile" } },
        checks: CHECKS,
      });
    case "google":
      return GoogleProvider({
        ...client(settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET),
        ...(settings.GOOGLE_API_BASE && {
          wellKnown: `${settings.GOOGLE_API_BASE}/.well-known/openid-configuration`,
          issuer: settings.GOOGLE_API_BASE,
          client: STAND_IN_CLIENT,
        }),
        checks: CHECKS,
      });
    case "github":
      return GitHubProvider({
        ...client(settings.GITHUB_CLIENT_ID, settings.GITHUB_CLIENT_SECRET),
        checks: ["pkce", "state"],
        ...(settings.GITHUB_API_BASE && githubEndpoints(settings.GITHUB_API_BASE)),
        userinfo: {
          url: `${githubApi()}/user`,
          request: ({ tokens }) => githubProfile(tokens.access_token ?? ""),
        },
      });
    case "azure-ad":
      return AzureADProvider({
        ...client(settings.MICROSOFT_CLIENT_ID, settings.MICROSOFT_CLIENT_SECRET),
        tenantId: settings.MICROSOFT_TENANT_ID ?? "common",
        ...(settings.MICROSOFT_API_BASE && {
          wellKnown: `${settings.MICROSOFT_API_BASE}/${settings.MICROSOFT_TENANT_ID ?? "common"}/v2.0/.well-known/openid-configuration`,
        }),
        checks: CHECKS,
        // The stock profile() fetches a photo that nothing here shows.
        profile: (profile) => ({ id: profile.sub, name: profile.name, email: profile.email, image: null }),
      });
    default:
      return id satisfies never;
  }
}

function githubApi(): string {
  return env().GITHUB_API_BASE ?? "https://api.github.com";
}

function githubEndpoints(base: string) {
  return {
    authorization: { url: `${base}/login/oauth/authorize`, params: { scope: "read:user user:email" } },
    token: `${base}/login/oauth/access_token`,
    client: STAND_IN_CLIENT,
  };
}

const githubUser = z.looseObject({ id: z.number(), login: z.string(), name: z.string().nullish() });
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's user with its primary address and whether GitHub has verified it; the public address may be anybody's. */
async function githubProfile(accessToken: string) {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(githubApi() + path, {
      headers: { authorization: `Bearer ${accessToken}`, accept: "application/vnd.github+json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
    return response.json();
  };
  const [user, emails] = await Promise.all([read("/user"), read("/user/emails")]);
  const { id, login, name } = githubUser.parse(user);
  const primary = githubEmails.parse(emails).find((entry) => entry.primary);
  return {
    id,
    sub: String(id),
    login,
    name: name ?? login,
    email: primary?.email ?? "",
    email_verified: primary?.verified ?? false,
  };
}
