import "server-only";
import { isPermission, permissionSpec } from "@/lib/access/permissions";
import type { RoleContents } from "@/lib/access/roles/grants/effective-permissions";
import { assertHolds, type Grantor, grantorOf } from "@/lib/access/roles/grants/grantor-of";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { roleContents } from "@/lib/access/roles/grants/role-contents";
import { readRoles } from "@/lib/access/roles/read-roles";
import type { RoleDto } from "@/lib/access/roles/schema";
import type { TenantContext } from "@/lib/core/context";
import {
  ConflictError,
  DomainError,
  type FieldError,
  NotFoundError,
  PermissionError,
  ValidationError,
} from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { assertReachesNobodyHigher } from "./role-holders";

export type OwnRole = {
  id: string;
  key: string;
  name: string;
  description: string;
  rank: number;
  revision: number;
  contents: RoleContents;
};

/**
 * One of the tenant's own roles, with everything else about roles standing still until the transaction ends.
 * @throws NotFoundError; ConflictError reason built_in_role
 */
export async function lockOwnRole(tx: TenantTx, tenantId: string, id: string): Promise<OwnRole> {
  await lockRoles(tx, tenantId);
  const role = await tx.role.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: {
      id: true,
      key: true,
      name: true,
      description: true,
      rank: true,
      revision: true,
      systemKey: true,
    },
  });
  if (!role) throw new NotFoundError("role");
  if (role.systemKey !== null) {
    throw new ConflictError("Built-in roles cannot be changed. Duplicate it instead.", {
      reason: "built_in_role",
    });
  }
  const found = await roleContents(tx, tenantId, [id]);
  return { ...role, contents: found.get(id) ?? { allowed: [], denied: [] } };
}

/**
 * What a role may hold: permissions of the catalogue, none that belongs to the account, none on both sides.
 * @throws ValidationError unknown_permission, account_permission, allowed_and_denied, nothing_allowed
 */
export function readContents(input: {
  permissions: readonly string[];
  denied: readonly string[];
}): RoleContents {
  const contents = { allowed: unique(input.permissions), denied: unique(input.denied) };
  const errors: FieldError[] = [
    ...contents.allowed.flatMap((key) => keyErrors("permissions", key)),
    ...contents.denied.flatMap((key) => keyErrors("denied", key)),
    ...contents.denied
      .filter((key) => contents.allowed.includes(key))
      .map((key) => ({
        path: "denied",
        code: "allowed_and_denied",
        message: `${key} is both allowed and denied.`,
      })),
  ];
  if (contents.allowed.length === 0) {
    errors.push({
      path: "permissions",
      code: "nothing_allowed",
      message: "A role allows at least one thing.",
    });
  }
  if (errors.length > 0) throw new ValidationError(errors);
  return contents;
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort();
}

function keyErrors(path: string, key: string): FieldError[] {
  if (!isPermission(key))
    return [{ path, code: "unknown_permission", message: `There is no permission ${key}.` }];
  if (permissionSpec(key).scope !== "account") return [];
  return [
    { path, code: "account_permission", message: `${key} belongs to the account: no role can hold it.` },
  ];
}

/** What a change gives to whoever holds the role: new permissions, and those it no longer takes away. */
export function gainsOf(before: RoleContents, after: RoleContents): string[] {
  return [
    ...after.allowed.filter((key) => !before.allowed.includes(key)),
    ...before.denied.filter((key) => !after.denied.includes(key)),
  ];
}

/**
 * A role of one's own rank or above stays out of reach, one's own strongest among them. A role has no
 * end: the rank that counts is the one that lasts.
 * @throws PermissionError reasons role_too_high, grants_longer_than_held
 */
export function assertBelow(grantor: Grantor, rank: number): void {
  if (rank < grantor.rank) return;
  const reason = rank < grantor.rankNow ? "grants_longer_than_held" : "role_too_high";
  throw new PermissionError("roles:manage", { reason });
}

/**
 * Refuses an edit that its editor may not make.
 * @throws PermissionError reasons role_too_high, grants_more_than_held, grants_longer_than_held, role_reaches_higher
 */
export async function assertMayChange(
  tx: TenantTx,
  ctx: TenantContext,
  role: OwnRole,
  after: { rank: number; contents: RoleContents },
): Promise<void> {
  const grantor = await grantorOf(tx, ctx, null);
  assertBelow(grantor, role.rank);
  assertBelow(grantor, after.rank);
  assertHolds(grantor, gainsOf(role.contents, after.contents));
  await assertReachesNobodyHigher(tx, ctx.tenant.id, grantor, { id: role.id, next: after.contents });
}

export function staleRole(): DomainError {
  return new DomainError("precondition_failed", "The role was changed meanwhile. Read it again.");
}

/** The name is compared without case, as people read it. */
export async function assertNameFree(
  tx: TenantTx,
  tenantId: string,
  name: string,
  exceptId: string | null,
): Promise<void> {
  const [taken] = await tx.$queryRaw<{ id: string }[]>`
    select id::text from shared.roles where tenant_id = ${tenantId}::uuid and system_key is null
      and lower(name) = lower(${name}) and id is distinct from ${exceptId}::uuid limit 1`;
  if (!taken) return;
  throw new ValidationError([
    { path: "name", code: "role_name_taken", message: "Another role has this name." },
  ]);
}

/** Writes what a role allows and denies, in place of what it held. */
export async function writeContents(
  tx: TenantTx,
  tenantId: string,
  roleId: string,
  { allowed, denied }: RoleContents,
): Promise<void> {
  await tx.rolePermission.deleteMany({ where: { tenantId, roleId } });
  const row = (effect: "allow" | "deny") => (permissionKey: string) => ({
    tenantId,
    roleId,
    permissionKey,
    effect,
  });
  await tx.rolePermission.createMany({ data: [...allowed.map(row("allow")), ...denied.map(row("deny"))] });
}

/** What the audit log says of a role. */
export function describeRole(role: {
  name: string;
  description: string;
  rank: number;
  contents: RoleContents;
}): Record<string, unknown> {
  const { name, description, rank, contents } = role;
  return { name, description, rank, permissions: contents.allowed, denied: contents.denied };
}

/**
 * What a verb answers with after its change.
 * @throws NotFoundError when somebody deleted the role since
 */
export async function readOwnRole(ctx: TenantContext, id: string): Promise<RoleDto> {
  const role = (await readRoles(ctx)).find((entry) => entry.id === id);
  if (!role) throw new NotFoundError("role");
  return role;
}
