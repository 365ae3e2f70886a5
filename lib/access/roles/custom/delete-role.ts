import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { deriveHome } from "@/lib/access/roles/grants/derive-home";
import { assertHolds, grantorOf } from "@/lib/access/roles/grants/grantor-of";
import { roleContents } from "@/lib/access/roles/grants/role-contents";
import { connectionsOfRoles } from "@/lib/access/roles/references/connections-of-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, ValidationError } from "@/lib/core/errors";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { assertBelow, describeRole, lockOwnRole, type OwnRole } from "./internal";
import { type Moved, moveReferences } from "./move-references";
import { assertReachesNobodyHigher } from "./role-holders";

const MOST_NAMED = 100;
const NOTHING_MOVED: Moved = { people: [], invitations: 0, links: 0, linksEnded: 0 };

/**
 * Deletes one of the tenant's own roles. While somebody holds it, is invited to it, may join with it by a link or gets
 * it by single sign-on, it goes only together with the role that is given instead; all of that is one transaction. Its key is never used again.
 * Closed invitations that named it leave the list; the audit log keeps them.
 * @throws DomainError permission_denied (reasons role_too_high, grants_more_than_held, grants_longer_than_held, role_reaches_higher),
 *   step_up_required
 * @throws NotFoundError; ValidationError unknown_role
 * @throws ConflictError reasons built_in_role, role_in_use
 */
export async function deleteRole(ctx: TenantContext, id: string, remapTo: string | null): Promise<void> {
  ctx.authorize("roles:delete");
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const role = await lockOwnRole(tx, tenantId, id);
    const target = await assertMayDelete(tx, ctx, role, remapTo);
    const connections = (await connectionsOfRoles(tenantId)).get(role.key) ?? [];
    const moved = target ? await moveReferences(tx, tenantId, id, target) : NOTHING_MOVED;
    if (target) await tx.$queryRaw`select platform.remap_sso_roles(${role.key}, ${target.key})::text`;
    await tx.roleBinding.deleteMany({ where: { tenantId, roleId: id } });
    // An open one stays, and with it the role: an offer must not vanish unseen.
    const isOpen = { status: "pending", expiresAt: { gt: new Date() } };
    await tx.invitation.deleteMany({ where: { tenantId, roleId: id, NOT: isOpen } });
    await tx.role.delete({ where: { tenantId_id: { tenantId, id } }, select: { id: true } });
    await tx.retiredRoleKey.createMany({ data: [{ tenantId, key: role.key }], skipDuplicates: true });
    await deriveHome(tx, tenantId, moved.people);
    await recordEvent(tx, ctx, {
      action: "role.deleted",
      target: { type: "role", id, label: role.name },
      before: { key: role.key, ...describeRole(role) },
      after: {
        remapped_to: target?.key ?? null,
        people: moved.people.slice(0, MOST_NAMED),
        people_count: moved.people.length,
        invitations: moved.invitations,
        links: moved.links,
        links_ended: moved.linksEnded,
        connections,
      },
    });
  });
  await keepingAdmin(
    work.catch((error: unknown) => {
      throw isStillReferenced(error) ? inUse(error) : error;
    }),
  );
}

/**
 * The role that takes over, or null when nobody needs one.
 * @throws as deleteRole
 */
export async function assertMayDelete(
  tx: TenantTx,
  ctx: TenantContext,
  role: OwnRole,
  remapTo: string | null,
): Promise<{ id: string; key: string; rank: number } | null> {
  const tenantId = ctx.tenant.id;
  const grantor = await grantorOf(tx, ctx, null);
  assertBelow(grantor, role.rank);
  if (remapTo === null) {
    if (await isInUse(tx, tenantId, role)) throw inUse();
    return null;
  }
  const named = await tx.role.findUnique({
    where: { tenantId_id: { tenantId, id: remapTo } },
    select: { id: true, key: true, rank: true },
  });
  if (!named || named.id === role.id) {
    throw new ValidationError([
      { path: "remap_to", code: "unknown_role", message: "There is no such role to take over." },
    ]);
  }
  await findGrantableRole(tx, ctx, named.key);
  const next = (await roleContents(tx, tenantId, [named.id])).get(named.id) ?? { allowed: [], denied: [] };
  assertHolds(
    grantor,
    role.contents.denied.filter((key) => !next.denied.includes(key)),
  );
  await assertReachesNobodyHigher(tx, tenantId, grantor, { id: role.id, next });
  return named;
}

async function isInUse(tx: TenantTx, tenantId: string, { id: roleId, key }: OwnRole): Promise<boolean> {
  if ((await connectionsOfRoles(tenantId)).has(key)) return true;
  const [row] = await tx.$queryRaw<{ used: boolean }[]>`
    select exists (select 1 from shared.role_bindings b where b.tenant_id = ${tenantId}::uuid and b.role_id = ${roleId}::uuid
        and (b.expires_at is null or b.expires_at > now())
        and (b.subject_type <> 'api_key' or exists (select 1 from shared.api_keys k where k.tenant_id = b.tenant_id
          and k.id = b.subject_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))))
      or exists (select 1 from shared.invitations i where i.tenant_id = ${tenantId}::uuid and i.role_id = ${roleId}::uuid
        and i.status = 'pending' and i.expires_at > now())
      or exists (select 1 from shared.invitation_links l where l.tenant_id = ${tenantId}::uuid and l.role_id = ${roleId}::uuid
        and l.revoked_at is null and l.expires_at > now() and l.uses < l.max_uses) as used`;
  return row?.used ?? false;
}

function inUse(cause?: unknown): ConflictError {
  return new ConflictError("This role is in use. Name the role that its holders get instead.", {
    reason: "role_in_use",
    cause,
  });
}

/** Something else of the tenant names the role still. */
function isStillReferenced(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2003";
}
