export type RoleContents = { allowed: readonly string[]; denied: readonly string[] };

/** What somebody with these roles may do: everything any of them allows, less what any of them denies. */
export function effectivePermissions(roles: Iterable<RoleContents>): Set<string> {
  const list = [...roles];
  const allowed = new Set(list.flatMap((role) => role.allowed));
  for (const permission of list.flatMap((role) => role.denied)) allowed.delete(permission);
  return allowed;
}
