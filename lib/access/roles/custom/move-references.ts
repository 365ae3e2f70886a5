import "server-only";
import { SYSTEM_ROLES } from "@/lib/access/permissions";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

export type Moved = { people: string[]; invitations: number; links: number; linksEnded: number };

/**
 * Puts one role in place of another everywhere in the workspace: on people, teams, service accounts and groups
 * of a directory, in open invitations, lists and links. Whoever holds both keeps the longer of the two.
 */
export async function moveReferences(
  tx: TenantTx,
  tenantId: string,
  from: string,
  to: { id: string; rank: number },
): Promise<Moved> {
  const people = await moveBindings(tx, tenantId, from, to.id);
  const { count: invitations } = await tx.invitation.updateMany({
    where: { tenantId, roleId: from, status: "pending" },
    data: { roleId: to.id },
  });
  await tx.invitationBatchRow.updateMany({
    where: { tenantId, roleId: from, result: null },
    data: { roleId: to.id },
  });
  return { people, invitations, ...(await moveLinks(tx, tenantId, from, to)) };
}

async function moveBindings(tx: TenantTx, tenantId: string, from: string, to: string): Promise<string[]> {
  const people = await tx.$queryRaw<{ id: string }[]>`
    select distinct subject_id::text as id from shared.role_bindings
    where tenant_id = ${tenantId}::uuid and role_id = ${from}::uuid and subject_type = 'user' order by 1`;
  await tx.$executeRaw`
    update shared.role_bindings kept
    set expires_at = case when kept.expires_at is null or gone.expires_at is null then null
      else greatest(kept.expires_at, gone.expires_at) end,
      inherit = gone.inherit or (kept.inherit and (kept.expires_at is null or kept.expires_at > now()))
    from shared.role_bindings gone
    where gone.tenant_id = ${tenantId}::uuid and gone.role_id = ${from}::uuid and kept.tenant_id = gone.tenant_id
      and kept.role_id = ${to}::uuid and kept.subject_type = gone.subject_type and kept.subject_id = gone.subject_id
      and kept.node_id is not distinct from gone.node_id and (gone.expires_at is null or gone.expires_at > now())`;
  await tx.$executeRaw`
    update shared.role_bindings b set role_id = ${to}::uuid
    where b.tenant_id = ${tenantId}::uuid and b.role_id = ${from}::uuid and not exists (
      select 1 from shared.role_bindings kept where kept.tenant_id = b.tenant_id and kept.role_id = ${to}::uuid
        and kept.subject_type = b.subject_type and kept.subject_id = b.subject_id
        and kept.node_id is not distinct from b.node_id)`;
  return people.map((row) => row.id);
}

/** A link gives no more than a developer's rank: where the new role is above that, open links end instead. */
async function moveLinks(
  tx: TenantTx,
  tenantId: string,
  from: string,
  to: { id: string; rank: number },
): Promise<{ links: number; linksEnded: number }> {
  const mayCarry = to.rank <= SYSTEM_ROLES.developer.rank;
  const count = await tx.$executeRaw`
    update shared.invitation_links set role_id = ${to.id}::uuid, revoked_at = case when ${mayCarry} then null else now() end
    where tenant_id = ${tenantId}::uuid and role_id = ${from}::uuid and revoked_at is null and expires_at > now()
      and uses < max_uses`;
  return mayCarry ? { links: count, linksEnded: 0 } : { links: 0, linksEnded: count };
}
