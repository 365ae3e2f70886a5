import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { effectivePermissions, type RoleContents } from "../grants/effective-permissions";
import { roleContents } from "../grants/role-contents";
import { holdsPermission } from "../holds-permission";
import { type RolePreview, type RolePreviewInput, rolePreviewBody } from "../schema";
import { assertMayDelete } from "./delete-role";
import { assertMayChange, assertNameFree, lockOwnRole, type OwnRole, readContents } from "./internal";

const MOST_PEOPLE = 100;
const NOTHING: RoleContents = { allowed: [], denied: [] };

type Holding = { user_id: string; name: string; email: string; role_ids: string[] };

/**
 * Who would gain and lose what by a change or the end of one of the tenant's own roles, without making it. Refuses
 * what saving refuses. Names people to who may read members only; the figures are for everybody.
 * @throws as updateRole and deleteRole
 */
export async function previewRole(
  ctx: TenantContext,
  id: string,
  input: RolePreviewInput,
): Promise<RolePreview> {
  const wish = rolePreviewBody.parse(input);
  ctx.authorize("change" in wish ? "roles:manage" : "roles:delete");
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId }, async (tx) => {
    const role = await lockOwnRole(tx, tenantId, id);
    const holders = await readHolders(tx, tenantId, id);
    const contents = await roleContents(tx, tenantId, [
      ...new Set(holders.flatMap((holder) => holder.role_ids)),
    ]);
    const after = new Map(contents);
    if ("change" in wish) {
      const next = await changed(tx, ctx, role, wish.change);
      after.set(id, next);
      return summarize(tx, ctx, { role, next, holders, contents, after });
    }
    const target = await assertMayDelete(tx, ctx, role, wish.remap_to ?? null);
    const found = target ? await roleContents(tx, tenantId, [target.id]) : null;
    const next = (target && found?.get(target.id)) || NOTHING;
    after.set(id, next);
    return summarize(tx, ctx, { role, next, holders, contents, after });
  });
}

async function changed(
  tx: TenantTx,
  ctx: TenantContext,
  role: OwnRole,
  change: { name?: string; permissions?: string[]; denied?: string[]; rank?: number },
): Promise<RoleContents> {
  const contents = readContents({
    permissions: change.permissions ?? role.contents.allowed,
    denied: change.denied ?? role.contents.denied,
  });
  await assertMayChange(tx, ctx, role, { rank: change.rank ?? role.rank, contents });
  await assertNameFree(tx, ctx.tenant.id, change.name ?? role.name, role.id);
  return contents;
}

function readHolders(tx: TenantTx, tenantId: string, roleId: string): Promise<Holding[]> {
  return tx.$queryRaw<Holding[]>`
    select m.user_id::text, trim(m.first_name || ' ' || m.last_name) as name, m.email::text,
      array(select x.role_id::text from shared.role_bindings x where x.tenant_id = m.tenant_id
        and x.subject_type = 'user' and x.subject_id = m.user_id
        and (x.expires_at is null or x.expires_at > now())) as role_ids
    from shared.memberships m
    where m.tenant_id = ${tenantId}::uuid and m.status <> 'removed' and exists (
      select 1 from shared.role_bindings b where b.tenant_id = m.tenant_id and b.role_id = ${roleId}::uuid
        and b.subject_type = 'user' and b.subject_id = m.user_id and (b.expires_at is null or b.expires_at > now()))
    order by 2, 3`;
}

type Parts = {
  role: OwnRole;
  next: RoleContents;
  holders: Holding[];
  contents: Map<string, RoleContents>;
  after: Map<string, RoleContents>;
};

async function summarize(tx: TenantTx, ctx: TenantContext, parts: Parts): Promise<RolePreview> {
  const tenantId = ctx.tenant.id;
  const { role, next, holders, contents, after } = parts;
  const people = holders
    .map((holder) => ({ ...personOf(holder), ...differenceOf(holder, contents, after) }))
    .filter(({ gains, loses }) => gains.length + loses.length > 0);
  const [row] = await tx.$queryRaw<{ keys: number; invitations: number }[]>`
    select (select count(*)::int from shared.api_keys k where k.tenant_id = ${tenantId}::uuid and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())
        and k.created_by = any(${people.map(({ id }) => id)}::uuid[])) as keys,
      (select count(*)::int from shared.invitations i where i.tenant_id = ${tenantId}::uuid
        and i.role_id = ${role.id}::uuid and i.status = 'pending' and i.expires_at > now()) as invitations`;
  return {
    gains: minus([...next.allowed, ...role.contents.denied], [...role.contents.allowed, ...next.denied]),
    loses: minus([...role.contents.allowed, ...next.denied], [...next.allowed, ...role.contents.denied]),
    holders: holders.length,
    pending_invitations: row?.invitations ?? 0,
    people: holdsPermission(ctx, "members:read") ? people.slice(0, MOST_PEOPLE) : [],
    people_changed: people.length,
    keys_affected: row?.keys ?? 0,
  };
}

function personOf({ user_id: id, name, email }: Holding) {
  return { id, name: name || email, email };
}

function differenceOf(
  { role_ids: ids }: Holding,
  before: Map<string, RoleContents>,
  after: Map<string, RoleContents>,
): { gains: string[]; loses: string[] } {
  const [was, is] = [before, after].map((known) =>
    effectivePermissions(ids.map((id) => known.get(id) ?? NOTHING)),
  ) as [Set<string>, Set<string>];
  return { gains: minus([...is], [...was]), loses: minus([...was], [...is]) };
}

function minus(some: readonly string[], others: readonly string[]): string[] {
  return [...new Set(some)].filter((key) => !others.includes(key)).sort();
}
