import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { type RoleChange, type RoleDto, roleChange } from "@/lib/access/roles/schema";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import {
  assertMayChange,
  assertNameFree,
  describeRole,
  lockOwnRole,
  readContents,
  readOwnRole,
  staleRole,
  writeContents,
} from "./internal";

/**
 * Changes the named fields of one of the tenant's own roles. It applies to the next request of everybody who holds it.
 * @throws DomainError permission_denied (reasons grants_more_than_held, grants_longer_than_held, role_too_high, role_reaches_higher),
 *   feature_unavailable, precondition_failed (another revision is in force), step_up_required
 * @throws NotFoundError
 * @throws ValidationError as createRole; ConflictError reasons built_in_role, last_admin
 */
export async function updateRole(
  ctx: TenantContext,
  id: string,
  input: RoleChange,
  expectedRevision: number | null,
): Promise<RoleDto> {
  ctx.authorize("roles:manage");
  const change = roleChange.parse(input);
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  await keepingAdmin(
    withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
      const role = await lockOwnRole(tx, tenantId, id);
      if (role.revision !== expectedRevision) throw staleRole();
      const after = {
        name: change.name ?? role.name,
        description: change.description ?? role.description,
        rank: change.rank ?? role.rank,
        contents: readContents({
          permissions: change.permissions ?? role.contents.allowed,
          denied: change.denied ?? role.contents.denied,
        }),
      };
      await assertMayChange(tx, ctx, role, after);
      const [was, is] = [describeRole(role), describeRole(after)];
      if (JSON.stringify(was) === JSON.stringify(is)) return;
      await assertNameFree(tx, tenantId, after.name, id);
      const { name, description, rank } = after;
      await tx.role.update({
        where: { tenantId_id: { tenantId, id } },
        data: { name, description, rank, revision: { increment: 1 } },
        select: { id: true },
      });
      await writeContents(tx, tenantId, id, after.contents);
      await recordEvent(tx, ctx, {
        action: "role.updated",
        target: { type: "role", id, label: name },
        before: was,
        after: is,
      });
    }),
  );
  return readOwnRole(ctx, id);
}
