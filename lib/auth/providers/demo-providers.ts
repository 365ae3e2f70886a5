import "server-only";
import { env } from "@/lib/infra/env";
import { listProviders } from "./list-providers";
import type { ProviderId } from "./provider-ids";

/** The providers that are stand-ins on this machine: pages say so beside their names. */
export function demoProviders(): ProviderId[] {
  const settings = env();
  const isLocal = (address: string | undefined) => address?.startsWith("http://") ?? false;
  const demo: Record<ProviderId, boolean> = {
    auth0: isLocal(settings.AUTH0_ISSUER),
    cognito: isLocal(settings.COGNITO_ISSUER),
    google: settings.GOOGLE_API_BASE !== undefined,
    github: settings.GITHUB_API_BASE !== undefined,
    "azure-ad": settings.MICROSOFT_API_BASE !== undefined,
  };
  return listProviders().filter((id) => demo[id]);
}
