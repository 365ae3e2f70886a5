import "server-only";
import { createHash } from "node:crypto";
import { open, seal } from "@/lib/infra/sealed-box";
import type { SystemTx } from "@/lib/tenancy/with-system";
import {
  type AttributeNames,
  attributeNames,
  defaultAttributes,
  type OidcSettings,
  oidcSettings,
  type SamlSettings,
  type SecondFactor,
  type SsoStatus,
  samlSettings,
} from "./schema";

type Common = {
  id: string;
  tenantId: string;
  name: string;
  status: SsoStatus;
  attributes: AttributeNames;
  secondFactor: SecondFactor;
  /** Changes with everything that a test proves. */
  settingsMark: string;
};
/** A connection that is complete enough to begin a round trip. */
export type SsoConnection =
  | (Common & { kind: "oidc"; settings: OidcSettings; clientSecret: string })
  | (Common & { kind: "saml"; settings: SamlSettings });

/** Seals the client's secret for its row. */
export function sealClientSecret(connectionId: string, secret: string): string {
  return seal(secret, `sso_connections|secret|${connectionId}`);
}

/** What a test was about: the provider's side and the secret, as they were stored. */
export function settingsMarkOf(row: { settings: unknown; secretSealed: string | null }): string {
  return createHash("sha256")
    .update(JSON.stringify([row.settings, row.secretSealed]))
    .digest("base64url");
}

/** A connection by its id, or null when there is none or its settings are not complete. */
export async function findConnection(tx: SystemTx, id: string): Promise<SsoConnection | null> {
  const row = await tx.ssoConnection.findUnique({ where: { id } });
  if (!row) return null;
  const kind = row.kind === "saml" ? "saml" : "oidc";
  const preset = (["entra", "okta", "google", "keycloak"] as const).find((key) => key === row.preset);
  const common: Common = {
    id: row.id,
    tenantId: row.tenantId,
    name: row.name,
    status: row.status as SsoStatus,
    attributes: attributeNames.safeParse(row.attributes).data ?? defaultAttributes(kind, preset ?? "other"),
    secondFactor: row.secondFactor as SecondFactor,
    settingsMark: settingsMarkOf(row),
  };
  if (kind === "saml") {
    const settings = samlSettings.safeParse(row.settings);
    return settings.success ? { ...common, kind, settings: settings.data } : null;
  }
  const settings = oidcSettings.safeParse(row.settings);
  if (!settings.success || !row.secretSealed) return null;
  const clientSecret = open(row.secretSealed, `sso_connections|secret|${row.id}`);
  return { ...common, kind, settings: settings.data, clientSecret };
}
