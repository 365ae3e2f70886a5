import "server-only";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
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
  const { tenants, user, isInvited } = await withSystem(async (tx) => ({
    tenants: await tx.userTenant.findMany({
      where: { userId: input.userId, status: "active", tenant: { is: { status: { not: "erased" } } } },
      select: { tenant: { select: { slug: true } } },
      take: 2,
    }),
    user: await tx.user.findUnique({ where: { id: input.userId }, select: { platformRole: true } }),
    isInvited: await hasInvitation(tx, input.userId),
  }));
  const [only] = tenants;
  if (tenants.length > 1) return "/workspaces";
  if (only) return switchPath(only.tenant.slug, null);
  if (user?.platformRole === "super_admin") return switchPath("admin", null);
  return isInvited ? "/workspaces" : "/onboarding";
}

async function hasInvitation(tx: SystemTx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from shared.invitations i join platform.users u on u.email = i.email
    where u.id = ${userId}::uuid and i.status = 'pending' and i.expires_at > now() limit 1`;
  return rows.length > 0;
}

function switchPath(to: string, next: string | null): string {
  const query = new URLSearchParams({ to, ...(next && { next }) });
  return `/switch?${query}`;
}
