import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import type { TenantFacts } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { readerPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { type LINK_KIND, TOKEN_KIND } from "../record";

export type InvitationPlace = { tenant: TenantFacts; hash: Buffer<ArrayBuffer> };

/**
 * The tenant that a link's token belongs to, before any tenant is entered.
 * @throws NotFoundError for a token that is unknown, replaced or of another kind
 */
export async function findInvitationTenant(
  token: string,
  kind: typeof TOKEN_KIND | typeof LINK_KIND = TOKEN_KIND,
): Promise<InvitationPlace> {
  const hash = hashToken(token);
  const { rows } = await readerPool().query<{ tenant_id: string | null }>({
    name: "tenant-of-token",
    text: "select platform.tenant_of_token($1, $2) as tenant_id",
    values: [kind, hash],
  });
  const tenantId = rows[0]?.tenant_id;
  const tenant = tenantId ? await lookUpTenant(tenantId) : null;
  if (!tenant) throw new NotFoundError("invitation");
  return { tenant, hash };
}
