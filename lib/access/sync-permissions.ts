import "server-only";
import type pg from "pg";
import { PERMISSION_KEYS, permissionSpec, SYSTEM_ROLE_KEYS, SYSTEM_ROLES } from "./permissions";

/** Writes the permission catalogue and the built-in roles from code, as the owner, in one transaction. Safe to repeat. */
export async function syncPermissions(owner: pg.ClientBase): Promise<void> {
  const pairs = SYSTEM_ROLE_KEYS.flatMap((role) =>
    SYSTEM_ROLES[role].permissions.map((key) => [role, key] as const),
  );
  const parts = PERMISSION_KEYS.map((key) => key.split(":"));
  await owner.query("begin");
  try {
    await owner.query(
      `insert into shared.permissions (key, resource, action, risk, scope, feature)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       on conflict (key) do update
       set resource = excluded.resource, action = excluded.action, risk = excluded.risk, scope = excluded.scope,
         feature = excluded.feature`,
      [
        PERMISSION_KEYS,
        parts.map(([resource]) => resource),
        parts.map(([, action]) => action),
        PERMISSION_KEYS.map((key) => permissionSpec(key).risk),
        PERMISSION_KEYS.map((key) => permissionSpec(key).scope ?? "tenant"),
        PERMISSION_KEYS.map((key) => permissionSpec(key).feature ?? null),
      ],
    );
    await owner.query("delete from shared.permissions where key <> all($1)", [PERMISSION_KEYS]);
    await owner.query("delete from shared.system_role_permissions");
    await owner.query(
      "insert into shared.system_role_permissions (role_key, permission_key) select * from unnest($1::text[], $2::text[])",
      [pairs.map(([role]) => role), pairs.map(([, key]) => key)],
    );
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  }
}
