import "server-only";
import type { UserContext } from "@/lib/core/context";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";

export type MyInvitation = { tenantName: string; invitedByName: string };
type Found = { tenantId: string; invitedByName: string; createdAt: Date };

const SHOWN = 20;

/**
 * Workspaces that wait for this person's answer. Only for a signed-in person, whose address is proved: a stranger must
 * not learn who is invited. The answer itself needs the mailed link.
 */
export async function listMyInvitations(ctx: UserContext): Promise<MyInvitation[]> {
  const found = (await eachCell((cell) => findIn(cell, ctx.actor.email))).flat();
  if (found.length === 0) return [];
  const tenants = await withSystem((tx) =>
    tx.tenant.findMany({
      where: { id: { in: found.map((row) => row.tenantId) }, status: "active" },
      select: { id: true, name: true },
    }),
  );
  const names = new Map(tenants.map(({ id, name }) => [id, name]));
  return found
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .flatMap(({ tenantId, invitedByName }) => {
      const tenantName = names.get(tenantId);
      return tenantName === undefined ? [] : [{ tenantName, invitedByName }];
    })
    .slice(0, SHOWN);
}

function findIn(cell: string, email: string): Promise<Found[]> {
  return withCell(cell, (tx) =>
    tx.invitation.findMany({
      where: { email, status: "pending", expiresAt: { gt: new Date() } },
      orderBy: { createdAt: "desc" },
      take: SHOWN,
      select: { tenantId: true, invitedByName: true, createdAt: true },
    }),
  );
}
