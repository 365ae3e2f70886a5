import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { RoleContents } from "../grants/effective-permissions";
import { roleContents } from "../grants/role-contents";
import { holdsPermission } from "../holds-permission";
import { type RolePreview, type RolePreviewInput, rolePreviewBody } from "../schema";
import { assertMayDelete } from "./delete-role";
import { assertMayChange, assertNameFree, lockOwnRole, type OwnRole, readContents } from "./internal";
import { differencesOf, type Holding, minus, readHolders } from "./role-holders";

const MOST_PEOPLE = 100;
/** Whom a caller is told of. */
const READERS = {
  member: "members:read",
  service_account: "members:read",
  api_key: "api_keys:read",
} as const;
const NOTHING: RoleContents = { allowed: [], denied: [] };

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
    if ("change" in wish) {
      const next = await changed(tx, ctx, role, wish.change);
      return summarize(tx, ctx, { role, next, holders });
    }
    const target = await assertMayDelete(tx, ctx, role, wish.remap_to ?? null);
    const found = target ? await roleContents(tx, tenantId, [target.id]) : null;
    const next = (target && found?.get(target.id)) || NOTHING;
    return summarize(tx, ctx, { role, next, holders });
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

type Parts = { role: OwnRole; next: RoleContents; holders: Holding[] };

async function summarize(
  tx: TenantTx,
  ctx: TenantContext,
  { role, next, holders }: Parts,
): Promise<RolePreview> {
  const tenantId = ctx.tenant.id;
  const people = (await differencesOf(tx, tenantId, { id: role.id, next }, holders))
    .filter(({ gains, loses }) => gains.length + loses.length > 0)
    .map(({ user_id: id, name, email, gains, loses, owner }) => ({
      id,
      kind: owner ? ("api_key" as const) : email === "" ? ("service_account" as const) : ("member" as const),
      name: name || email,
      email,
      gains,
      loses,
    }));
  const [row] = await tx.$queryRaw<{ keys: number; invitations: number; links: number }[]>`
    select (select count(*)::int from shared.api_keys k where k.tenant_id = ${tenantId}::uuid and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())
        and (k.id = any(${people.map(({ id }) => id)}::uuid[])
          or coalesce(k.service_account_id, k.created_by) = any(${people.map(({ id }) => id)}::uuid[]))) as keys,
      (select count(*)::int from shared.invitations i where i.tenant_id = ${tenantId}::uuid
        and i.role_id = ${role.id}::uuid and i.status = 'pending' and i.expires_at > now()) as invitations,
      (select count(*)::int from shared.invitation_links l where l.tenant_id = ${tenantId}::uuid
        and l.role_id = ${role.id}::uuid and l.revoked_at is null and l.expires_at > now() and l.uses < l.max_uses) as links`;
  return {
    gains: minus([...next.allowed, ...role.contents.denied], [...role.contents.allowed, ...next.denied]),
    loses: minus([...role.contents.allowed, ...next.denied], [...next.allowed, ...role.contents.denied]),
    holders: holders.length,
    pending_invitations: row?.invitations ?? 0,
    open_links: row?.links ?? 0,
    people: people.filter(({ kind }) => holdsPermission(ctx, READERS[kind])).slice(0, MOST_PEOPLE),
    people_changed: people.length,
    keys_affected: row?.keys ?? 0,
  };
}
