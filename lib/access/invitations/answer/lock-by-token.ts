import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { type InvitationRow, lockInvitation } from "../record";

/**
 * The invitation of a token, its row locked: of parallel acceptances one goes first and the others see what it did.
 * @throws NotFoundError
 */
export async function lockByToken(
  tx: TenantTx,
  tenantId: string,
  hash: Buffer<ArrayBuffer>,
): Promise<InvitationRow> {
  const found = await tx.invitation.findUnique({
    where: { tenantId_tokenHash: { tenantId, tokenHash: hash } },
    select: { id: true },
  });
  if (!found) throw new NotFoundError("invitation");
  const row = await lockInvitation(tx, tenantId, found.id);
  return row;
}
