/** Ways to sign in that are nobody's own: a workspace's single sign-on has a name beside these. */
export const SIGN_IN_METHODS = [
  "password",
  "passkey",
  "auth0",
  "cognito",
  "google",
  "github",
  "azure-ad",
] as const;
