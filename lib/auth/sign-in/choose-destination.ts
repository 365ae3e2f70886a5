import "server-only";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { safeNextPath } from "../safe-next-path";

/**
 * Where somebody goes after signing in, as a path on the root host: the workspace or back-office asked for, a path
 * asked for, the only workspace, the picker (also for who has nothing but an invitation), else onboarding.
 */
export async function chooseDestination(input: {
  userId: string;
  to?: string | null | undefined;
  next?: string | null | undefined;
}): Promise<string> {
  const next = safeNextPath(input.next);
  if (input.to) return switchPath(input.to, next);
  if (next) return next;
  const { tenants, user } = await withSystem(async (tx) => ({
    tenants: await tx.userTenant.findMany({
      where: { userId: input.userId, status: "active", tenant: { is: { status: { not: "erased" } } } },
      select: { tenant: { select: { slug: true } } },
      take: 2,
    }),
    user: await tx.user.findUnique({
      where: { id: input.userId },
      select: { platformRole: true, email: true },
    }),
  }));
  const [only] = tenants;
  if (tenants.length > 1) return "/workspaces";
  if (only) return switchPath(only.tenant.slug, null);
  if (user?.platformRole === "super_admin") return switchPath("admin", null);
  return user && (await hasInvitation(user.email)) ? "/workspaces" : "/onboarding";
}

/** Asked of every cell, and only for somebody who has no workspace yet. */
async function hasInvitation(email: string): Promise<boolean> {
  const found = await eachCell((cell) =>
    withCell(cell, (tx) =>
      tx.invitation.findFirst({
        where: { email, status: "pending", expiresAt: { gt: new Date() } },
        select: { id: true },
      }),
    ),
  );
  return found.some((row) => row !== null);
}

function switchPath(to: string, next: string | null): string {
  const query = new URLSearchParams({ to, ...(next && { next }) });
  return `/switch?${query}`;
}
