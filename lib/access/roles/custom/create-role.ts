import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { assertHolds, grantorOf } from "@/lib/access/roles/grants/grantor-of";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import {
  DEFAULT_RANK,
  MAX_CUSTOM_ROLES,
  type NewRole,
  newRole,
  type RoleDto,
} from "@/lib/access/roles/schema";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import {
  assertBelow,
  assertNameFree,
  describeRole,
  readContents,
  readOwnRole,
  writeContents,
} from "./internal";

/**
 * Makes a role of the tenant's own. Its key comes from the name and never changes; it ranks below its maker, who must
 * hold everything it allows.
 * @throws DomainError permission_denied (reasons grants_more_than_held, grants_longer_than_held, role_too_high), feature_unavailable, step_up_required
 * @throws ValidationError unknown_permission, account_permission, allowed_and_denied, nothing_allowed, role_name_taken
 * @throws ConflictError reason too_many_roles
 */
export async function createRole(ctx: TenantContext, input: NewRole): Promise<RoleDto> {
  ctx.authorize("roles:manage");
  const wish = newRole.parse(input);
  assertRecent(ctx.actor);
  const contents = readContents(wish);
  const tenantId = ctx.tenant.id;
  const id = newId();
  await keepingAdmin(
    withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
      await lockRoles(tx, tenantId);
      const own = await tx.role.count({ where: { tenantId, systemKey: null } });
      if (own >= MAX_CUSTOM_ROLES) {
        throw new ConflictError(`A workspace has at most ${MAX_CUSTOM_ROLES} roles of its own.`, {
          reason: "too_many_roles",
        });
      }
      const grantor = await grantorOf(tx, ctx, null);
      const rank = wish.rank ?? Math.min(DEFAULT_RANK, Math.max(0, grantor.rank - 1));
      assertBelow(grantor, rank);
      assertHolds(grantor, contents.allowed);
      await assertNameFree(tx, tenantId, wish.name, null);
      const { name, description } = wish;
      const key = await freeKey(tx, tenantId, name);
      await tx.role.create({
        data: { tenantId, id, key, name, description, rank, createdBy: actorPerson(ctx.actor) },
        select: { id: true },
      });
      await writeContents(tx, tenantId, id, contents);
      await recordEvent(tx, ctx, {
        action: "role.created",
        target: { type: "role", id, label: name },
        after: { key, ...describeRole({ name, description, rank, contents }) },
      });
    }),
  );
  return readOwnRole(ctx, id);
}

/** A key that no role of the tenant has or had: the name in plain letters, numbered when taken. */
async function freeKey(tx: TenantTx, tenantId: string, name: string): Promise<string> {
  const plain = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 40) || "role";
  const named = { where: { tenantId, key: { startsWith: stem } }, select: { key: true } } as const;
  const rows = [...(await tx.role.findMany(named)), ...(await tx.retiredRoleKey.findMany(named))];
  const taken = new Set(rows.map((row) => row.key));
  let key = stem;
  for (let count = 2; taken.has(key); count += 1) key = `${stem}_${count}`;
  return key;
}
