import "server-only";
import type { UserActor } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { inviterStillMay } from "../inviter-still-may";
import { INVITATION_FIELDS, type InvitationRow, statusOf, workspaceOf } from "../record";
import type { InvitationState, InvitationView } from "../schema";
import { findInvitationTenant, type InvitationPlace } from "./find-invitation-tenant";

/**
 * What the holder of a link sees before deciding. Changes nothing.
 * @throws NotFoundError for a token that is unknown or replaced by a newer one
 */
export async function lookUpInvitation(token: string, viewer: UserActor | null): Promise<InvitationView> {
  const place = await findInvitationTenant(token);
  const { tenant, hash } = place;
  const { sso } = await readPolicy(tenant.id);
  return withTenant({ tenantId: tenant.id, userId: viewer?.userId ?? null }, async (tx) => {
    const row = await tx.invitation.findUnique({
      where: { tenantId_tokenHash: { tenantId: tenant.id, tokenHash: hash } },
      select: INVITATION_FIELDS,
    });
    if (!row) throw new NotFoundError("invitation");
    return {
      state: await stateOf(tx, place, row as InvitationRow, sso.required),
      workspace: workspaceOf(tenant),
      inviter_name: row.invitedByName,
      role: row.role.key,
      email: row.email,
      expires_at: row.expiresAt.toISOString(),
      viewer: viewer && {
        email: viewer.email,
        is_invitee: viewer.email === row.email,
        is_member: await isMember(tx, tenant.id, viewer.userId),
      },
    };
  });
}

async function stateOf(
  tx: TenantTx,
  { tenant }: InvitationPlace,
  row: InvitationRow,
  byProviderOnly: boolean,
): Promise<InvitationState> {
  const status = statusOf(row);
  switch (status) {
    case "accepted":
      return "used";
    case "declined":
    case "revoked":
    case "expired":
    case "bounced":
      return status;
    case "pending":
      if (!hasCapability(tenant.status, tenant.billingState, "invite")) return "unavailable";
      if (!(await inviterStillMay(tx, tenant.id, row))) return "withdrawn";
      return byProviderOnly ? "single_sign_on" : "pending";
    default:
      return status satisfies never;
  }
}

async function isMember(tx: TenantTx, tenantId: string, userId: string): Promise<boolean> {
  return (await tx.membership.count({ where: { tenantId, userId, status: "active" } })) > 0;
}
