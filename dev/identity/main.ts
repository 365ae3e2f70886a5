import { startOidcProvider } from "./oidc";
import { startSamlProvider } from "./saml";

if (process.env.ATRIUM_MODE === "production") {
  throw new Error("Stand-ins of identity providers are not for production.");
}

const oidc = await startOidcProvider({
  port: Number(process.env.IDENTITY_OIDC_PORT ?? 9090),
  redirectUris: (process.env.IDENTITY_REDIRECT_URIS ?? "").split(",").filter(Boolean),
});
const saml = await startSamlProvider({ port: Number(process.env.IDENTITY_SAML_PORT ?? 9091) });
console.log(`OpenID Connect: issuer ${oidc.issuer}, client ${oidc.clientId}, secret ${oidc.clientSecret}`);
console.log(`SAML: metadata at ${saml.entityId}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    void Promise.all([oidc.stop(), saml.stop()]).then(() => process.exit(0));
  });
}
