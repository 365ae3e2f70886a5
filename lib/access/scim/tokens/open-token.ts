import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import type { RequestInfo } from "@/lib/core/context";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { readerPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { hasCapability } from "@/lib/tenancy/capabilities";
import type { ScimContext } from "../context";
import { isTokenText } from "./token-text";

type Row = {
  token_id: string;
  tenant_id: string;
  connection_id: string;
  connection_name: string;
  connection_status: string;
  default_role: string;
  enabled: boolean;
  state: "live" | "revoked" | "expired";
};

export type Refusal =
  | "token_revoked"
  | "token_expired"
  | "directory_off"
  | "connection_off"
  | "plan_lacks_feature"
  | "tenant_closed";

/** `unknown`: nobody's token here. A refusal knows whose call it was, so that it can be written down. */
export type OpenedToken =
  | { kind: "unknown" }
  | { kind: "refused"; ctx: ScimContext; why: Refusal }
  | { kind: "open"; ctx: ScimContext; mayWrite: boolean };

/**
 * Whose call a token makes, as things are now: the token's state, its directory, its connection, the plan and the
 * tenant's status are all read afresh. `slug` is the host's tenant: on another tenant's host a token is unknown.
 */
export async function openToken(
  info: RequestInfo,
  text: string,
  place: { slug: string | null; base: string },
): Promise<OpenedToken> {
  if (!isTokenText(text)) return { kind: "unknown" };
  const { rows } = await readerPool().query<Row>({
    name: "use-scim-token",
    text: "select * from platform.use_scim_token($1, $2)",
    values: [hashToken(text), info.ip],
  });
  const row = rows[0];
  const tenant = row ? await lookUpTenant(row.tenant_id) : null;
  if (!row || !tenant || (place.slug !== null && place.slug !== tenant.slug)) return { kind: "unknown" };
  const ctx: ScimContext = {
    ...info,
    tenant,
    base: place.base,
    actor: {
      type: "scim",
      connectionId: row.connection_id,
      tokenId: row.token_id,
      name: row.connection_name,
    },
    connection: { id: row.connection_id, name: row.connection_name, defaultRole: row.default_role },
  };
  const may = (capability: "read" | "write") => hasCapability(tenant.status, tenant.billingState, capability);
  const why = whyNot(row, hasFeature(tenant.entitlements, "sso"), may("read"));
  return why ? { kind: "refused", ctx, why } : { kind: "open", ctx, mayWrite: may("write") };
}

function whyNot(row: Row, hasPlan: boolean, isOpen: boolean): Refusal | null {
  if (row.state === "revoked") return "token_revoked";
  if (row.state === "expired") return "token_expired";
  if (!isOpen) return "tenant_closed";
  if (!row.enabled) return "directory_off";
  if (row.connection_status !== "enabled") return "connection_off";
  return hasPlan ? null : "plan_lacks_feature";
}
