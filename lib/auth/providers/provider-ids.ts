/** next-auth's ids of the providers that can be configured; also the values of identities.provider. */
export const PROVIDER_IDS = ["auth0", "cognito", "google", "github", "azure-ad"] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];
