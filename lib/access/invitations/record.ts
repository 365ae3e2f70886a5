import "server-only";
import { roleName } from "@/lib/access/roles/role-name";
import type { TenantFacts } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { INVITATION_DAYS, type InvitationDto, type InvitationStatus } from "./schema";

export const TOKEN_KIND = "invitation";
export const LINK_KIND = "invitation_link";

export type InvitationRow = {
  id: string;
  email: string;
  inviteeName: string;
  locale: "en" | "nl";
  status: "pending" | "accepted" | "declined" | "revoked" | "expired" | "bounced";
  invitedBy: string;
  invitedByName: string;
  acceptedBy: string | null;
  sends: number;
  bounceReason: string | null;
  lastSentAt: Date;
  expiresAt: Date;
  createdAt: Date;
  role: { id: string; key: string; name: string; rank: number };
};

export const INVITATION_FIELDS = {
  id: true,
  email: true,
  inviteeName: true,
  locale: true,
  status: true,
  invitedBy: true,
  invitedByName: true,
  acceptedBy: true,
  sends: true,
  bounceReason: true,
  lastSentAt: true,
  expiresAt: true,
  createdAt: true,
  role: { select: { id: true, key: true, name: true, rank: true } },
} as const;

/** A new secret for an invitation, announced in the directory. Only its hash is kept. */
export async function issueToken(
  tx: TenantTx,
  kind: typeof TOKEN_KIND | typeof LINK_KIND = TOKEN_KIND,
  days = INVITATION_DAYS,
): Promise<{ token: string; hash: Buffer<ArrayBuffer>; expiresAt: Date }> {
  const token = newToken();
  const hash = hashToken(token);
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  await tx.$queryRaw`select platform.announce_token(${kind}, ${hash}, ${expiresAt})::text`;
  return { token, hash, expiresAt };
}

type Letter = Pick<InvitationRow, "id" | "email" | "locale" | "invitedByName" | "expiresAt"> & {
  role: { key: string; name: string };
  token: string;
};

/** The link's secret is a fragment: browsers send it to no server, so no log, proxy or Referer ever holds it. */
export async function mailInvitation(tx: TenantTx, tenant: TenantFacts, letter: Letter): Promise<void> {
  await enqueueMail(tx, {
    template: "invitation",
    to: letter.email,
    onBounce: { invitation: letter.id },
    locale: letter.locale,
    data: {
      inviterName: letter.invitedByName,
      tenantName: tenant.name,
      roleName: roleName(letter.role, letter.locale),
      url: rootUrl(`/invitations/accept#${letter.token}`),
      expiresAt: letter.expiresAt.toISOString(),
    },
  });
}

/** A pending invitation that outlived its time counts as expired. */
export function statusOf(row: Pick<InvitationRow, "status" | "expiresAt">): InvitationStatus {
  return row.status === "pending" && row.expiresAt <= new Date() ? "expired" : row.status;
}

/** What admins see of an invitation: never its token. */
export function presentInvitation(row: InvitationRow): InvitationDto {
  return {
    id: row.id,
    email: row.email,
    name: row.inviteeName,
    role: row.role.key,
    status: statusOf(row),
    invited_by: { id: row.invitedBy, name: row.invitedByName },
    sends: row.sends,
    bounce_reason: row.bounceReason,
    last_sent_at: row.lastSentAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    created_at: row.createdAt.toISOString(),
  };
}

/**
 * One invitation by id, its row locked until the transaction ends.
 * @throws NotFoundError
 */
export async function lockInvitation(tx: TenantTx, tenantId: string, id: string): Promise<InvitationRow> {
  await tx.$queryRaw`select 1 as one from shared.invitations
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  const row = await tx.invitation.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: INVITATION_FIELDS,
  });
  if (!row) throw new NotFoundError("invitation");
  return row as InvitationRow;
}

/** How the landing page and the answer to an acceptance name the workspace. */
export function workspaceOf(tenant: TenantFacts): { name: string; slug: string; url: string } {
  return { name: tenant.name, slug: tenant.slug, url: tenantUrl(tenant.slug) };
}
