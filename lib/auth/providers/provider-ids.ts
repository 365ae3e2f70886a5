/** next-auth's ids of the providers that can be configured; also the values of identities.provider. */
export const PROVIDER_IDS = ["auth0", "cognito", "google", "github", "azure-ad"] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];
/** Names of companies: the same in every language. */
export const PROVIDER_NAMES: Record<ProviderId, string> = {
  auth0: "Auth0",
  cognito: "Amazon Cognito",
  google: "Google",
  github: "GitHub",
  "azure-ad": "Microsoft",
};
