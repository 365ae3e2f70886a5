import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { safeNextPath } from "../safe-next-path";

type Place = { email: string; platformRole: string; slugs: string[] };

/**
 * Where somebody goes after signing in, as a path on the root host: the workspace or back-office asked for, a path
 * asked for, the only workspace, the picker (also for who has nothing but an invitation), else onboarding.
 */
export async function chooseDestination(input: {
  userId: string;
  to?: string | null | undefined;
  next?: string | null | undefined;
  /** Slugs of the person's workspaces, two at most, where they are known already. */
  places?: readonly string[] | undefined;
}): Promise<string> {
  const next = safeNextPath(input.next);
  if (input.to) return switchPath(input.to, next);
  if (next) return next;
  const known = input.places ? placeOf(input.places) : null;
  if (known) return known;
  const { rows } = await systemPool().query<Place>({
    name: "choose-destination",
    text: `select u.email, u.platform_role as "platformRole",
        array(select t.slug::text from platform.user_tenants m join platform.tenants t on t.id = m.tenant_id
          where m.user_id = u.id and m.status = 'active' and t.status <> 'erased' limit 2) as slugs
      from platform.users u where u.id = $1`,
    values: [input.userId],
  });
  const [user] = rows;
  const place = placeOf(user?.slugs ?? []);
  if (place) return place;
  if (user?.platformRole === "super_admin") return switchPath("admin", null);
  return user && (await hasInvitation(user.email)) ? "/workspaces" : "/onboarding";
}

function placeOf([only, another]: readonly string[]): string | null {
  if (another) return "/workspaces";
  return only ? switchPath(only, null) : null;
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
