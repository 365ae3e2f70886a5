import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { safeNextPath } from "../safe-next-path";

/**
 * Where somebody goes after signing in, as a path on the root host: the workspace or back-office asked for, a path
 * asked for, the only workspace, the picker, or onboarding when there is none.
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
    user: await tx.user.findUnique({ where: { id: input.userId }, select: { platformRole: true } }),
  }));
  const [only] = tenants;
  if (tenants.length > 1) return "/workspaces";
  if (only) return switchPath(only.tenant.slug, null);
  return user?.platformRole === "super_admin" ? switchPath("admin", null) : "/onboarding";
}

function switchPath(to: string, next: string | null): string {
  const query = new URLSearchParams({ to, ...(next && { next }) });
  return `/switch?${query}`;
}
