import "server-only";
import type { UserContext } from "@/lib/core/context";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";

export type MyRole = { tenantId: string; key: string; name: string };

/** The roles a person holds in each of their workspaces, for the picker. They grant nothing here. */
export async function listMyRoles(ctx: UserContext): Promise<MyRole[]> {
  const roles = await eachCell((cell) =>
    withCell(
      cell,
      (tx) => tx.$queryRaw<MyRole[]>`
      select distinct b.tenant_id::text as "tenantId", r.key::text, r.name::text, r.rank
      from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where b.subject_type = 'user' and b.subject_id = ${ctx.actor.userId}::uuid
        and (b.expires_at is null or b.expires_at > now())
      order by r.rank desc, 3`,
    ),
  );
  return roles.flat();
}
