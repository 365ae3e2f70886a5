import "server-only";
import { env } from "@/lib/infra/env";
import { PROVIDER_IDS, type ProviderId } from "./provider-ids";

/** The providers that the environment configures in full. */
export function listProviders(): ProviderId[] {
  const settings = env();
  const configured: Record<ProviderId, unknown[]> = {
    auth0: [settings.AUTH0_ISSUER, settings.AUTH0_CLIENT_ID, settings.AUTH0_CLIENT_SECRET],
    cognito: [settings.COGNITO_ISSUER, settings.COGNITO_CLIENT_ID, settings.COGNITO_CLIENT_SECRET],
    google: [settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET],
    github: [settings.GITHUB_CLIENT_ID, settings.GITHUB_CLIENT_SECRET],
    "azure-ad": [settings.MICROSOFT_CLIENT_ID, settings.MICROSOFT_CLIENT_SECRET],
  };
  return PROVIDER_IDS.filter((id) => configured[id].every(Boolean));
}
