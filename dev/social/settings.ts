/** Services of the social stand-in, each a host name on one port. */
export const SOCIAL_HOSTS = ["google", "github", "microsoft", "auth0", "cognito"] as const;
export type SocialHost = (typeof SOCIAL_HOSTS)[number];

/** The directory that the Microsoft stand-in calls its own. */
const MICROSOFT_DIRECTORY = "9188040d-6c67-4c5b-b112-36a304b66dad";
export const COGNITO_POOL = "/eu-west-1_Demo";

/** Address of one service; browsers resolve *.localhost, our processes by dev/localhost-lookup.mjs. */
export function socialUrl(host: SocialHost, port: number): string {
  return `http://${host}.social.localhost:${port}`;
}

/** What makes the product sign in by the stand-in, and nothing else. */
export function socialEnvironment(port: number): Record<string, string> {
  return {
    GOOGLE_CLIENT_ID: "demo-google",
    GOOGLE_CLIENT_SECRET: "demo-google-secret",
    GOOGLE_API_BASE: socialUrl("google", port),
    GITHUB_CLIENT_ID: "demo-github",
    GITHUB_CLIENT_SECRET: "demo-github-secret",
    GITHUB_API_BASE: socialUrl("github", port),
    MICROSOFT_CLIENT_ID: "demo-microsoft",
    MICROSOFT_CLIENT_SECRET: "demo-microsoft-secret",
    MICROSOFT_TENANT_ID: MICROSOFT_DIRECTORY,
    MICROSOFT_API_BASE: socialUrl("microsoft", port),
    AUTH0_CLIENT_ID: "demo-auth0",
    AUTH0_CLIENT_SECRET: "demo-auth0-secret",
    AUTH0_ISSUER: socialUrl("auth0", port),
    COGNITO_CLIENT_ID: "demo-cognito",
    COGNITO_CLIENT_SECRET: "demo-cognito-secret",
    COGNITO_ISSUER: socialUrl("cognito", port) + COGNITO_POOL,
  };
}
