import "server-only";
import type * as z from "zod";
import { readRoleWishes } from "@/lib/access/members/read-role-wishes";
import type { roleWishes } from "@/lib/access/members/schema";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { KeyRole } from "./key-roles";

/**
 * The roles that a new key is asked to be bound to, when the caller may hand each of them out for as long as the key has
 * it. Only people bind keys to roles: what a role allows can grow, and with it the key that a narrow key made.
 * @throws PermissionError reasons keys_bind_no_roles, grants_more_than_held, grants_longer_than_held, higher_rank
 * @throws ValidationError unknown_role, expiry_past, expiry_too_far
 */
export async function bindableRoles(
  tx: TenantTx,
  ctx: TenantContext,
  wishes: z.output<typeof roleWishes>,
  keyEnds: Date | null,
): Promise<KeyRole[]> {
  if (wishes.length === 0) return [];
  assertPerson(ctx);
  await lockRoles(tx, ctx.tenant.id);
  const roles = await readRoleWishes(tx, ctx.tenant.id, wishes, (index, field) => `roles.${index}.${field}`);
  await assertMayBind(tx, ctx, roles, keyEnds);
  return roles.sort((one, other) => other.rank - one.rank);
}

/** @throws PermissionError reasons grants_more_than_held, grants_longer_than_held, higher_rank */
export async function assertMayBind(
  tx: TenantTx,
  ctx: TenantContext,
  roles: readonly KeyRole[],
  keyEnds: Date | null,
): Promise<void> {
  const given = roles.map((role) => ({ ...role, expiresAt: earlier(role.expiresAt, keyEnds) }));
  await assertMayExchange(tx, ctx, { given, taken: [] });
}

/** @throws PermissionError reason keys_bind_no_roles */
export function assertPerson(ctx: TenantContext): void {
  if (ctx.actor.type === "user") return;
  throw new PermissionError("api_keys:create", { reason: "keys_bind_no_roles" });
}

/**
 * What a key bound to roles made or replaced would outlast the end of the binding and every change of the roles.
 * @throws PermissionError reason bound_key_makes_none
 */
export function assertUnbound({ actor }: TenantContext): void {
  if (actor.type !== "api_key" || actor.roles === null) return;
  throw new PermissionError("api_keys:create", { reason: "bound_key_makes_none" });
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
