import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { MOST_ROWS, withoutOthers } from "./own-labels";

/** What the workspaces of one cell keep about a person, in lists by kind. */
export async function dataFromCell(tx: SystemTx, { userId, email }: { userId: string; email: string }) {
  const memberships = await tx.membership.findMany({ where: { userId } });
  const tenantId = { in: memberships.map((row) => row.tenantId) };
  const events = await tx.domainEvent.findMany({
    where: { tenantId, actorId: userId, supportSessionId: null },
    orderBy: { occurredAt: "desc" },
    take: MOST_ROWS,
    omit: { before: true, after: true },
  });
  return {
    memberships,
    roles: await tx.roleBinding.findMany({
      where: { tenantId, subjectType: "user", subjectId: userId },
      select: { tenantId: true, role: { select: { key: true, name: true } }, expiresAt: true },
    }),
    teams: await tx.teamMember.findMany({
      where: { tenantId, userId },
      select: { tenantId: true, team: { select: { name: true } }, kind: true, source: true, createdAt: true },
    }),
    api_keys: await tx.apiKey.findMany({
      where: { tenantId, createdBy: userId },
      select: { tenantId: true, name: true, createdAt: true, expiresAt: true },
    }),
    invitations_to_you: await tx.invitation.findMany({
      where: { OR: [{ email }, { acceptedBy: userId }] },
      omit: { tokenHash: true, invitedBy: true, invitedByName: true, bounceReason: true },
    }),
    invitations_by_you: await tx.invitation.findMany({
      where: { tenantId, invitedBy: userId },
      select: { tenantId: true, id: true, status: true, createdAt: true, closedAt: true },
    }),
    requests_to_join: await tx.membershipRequest.findMany({
      where: { userId },
      omit: { decidedBy: true, decidedByName: true },
    }),
    refusals: await tx.accessReceipt.findMany({
      where: { tenantId, userId },
      orderBy: { createdAt: "desc" },
      take: MOST_ROWS,
      omit: { fingerprint: true },
    }),
    requests_for_access: await tx.accessRequest.findMany({
      where: { tenantId, userId },
      omit: { decidedBy: true, decidedByName: true },
    }),
    directory_entries: await tx.scimUser.findMany({ where: { userId } }),
    days_of_use: await tx.memberActivity.findMany({ where: { tenantId, userId } }),
    requests: await tx.apiRequest.findMany({
      where: { tenantId, userId },
      orderBy: { occurredAt: "desc" },
      take: MOST_ROWS,
      omit: { responseBytes: true },
    }),
    what_you_did_in_workspaces: withoutOthers(events, userId),
  };
}
