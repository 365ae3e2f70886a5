import "server-only";
import type { UserContext } from "@/lib/core/context";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";

export type MyRole = { tenantId: string; key: string; name: string };

/** The roles a person holds, also through teams, in each of their workspaces, for the picker. They grant nothing here. */
export async function listMyRoles(ctx: UserContext): Promise<MyRole[]> {
  const roles = await eachCell((cell) =>
    withCell(
      cell,
      (tx) => tx.$queryRaw<MyRole[]>`
      select distinct m.tenant_id::text as "tenantId", r.key::text, r.name::text, r.rank
      from shared.memberships m
      cross join lateral shared.held_bindings(m.tenant_id, 'user', m.user_id) b
      join shared.roles r on r.tenant_id = m.tenant_id and r.id = b.role_id
      where m.user_id = ${ctx.actor.userId}::uuid and m.status <> 'removed'
      order by r.rank desc, 3`,
    ),
  );
  return roles.flat();
}
