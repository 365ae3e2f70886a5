import "server-only";
import pg from "pg";
import { LOGIN_ROLES, type LoginRole, rolePassword } from "@/lib/infra/database/role-url";

const SETTINGS: Record<LoginRole, Record<string, string>> = {
  atrium_app: { statement_timeout: "5s", idle_in_transaction_session_timeout: "10s", lock_timeout: "2s" },
  atrium_system: { statement_timeout: "30s", idle_in_transaction_session_timeout: "30s", lock_timeout: "5s" },
  atrium_admission: {
    statement_timeout: "5s",
    idle_in_transaction_session_timeout: "5s",
    lock_timeout: "2s",
  },
  atrium_readonly: { statement_timeout: "30s", default_transaction_read_only: "on" },
};

/**
 * Creates the database roles of docs/operations.md when they are missing, and sets their passwords and limits.
 * Runs as the owner (CREATEROLE, not superuser); safe to repeat and to run in parallel.
 */
export async function ensureRoles(owner: pg.ClientBase): Promise<void> {
  await createRole(owner, "atrium_tenant", "nologin");
  for (const role of LOGIN_ROLES) {
    const inherit = role === "atrium_app" ? "noinherit" : "inherit";
    await createRole(owner, role, `login ${inherit} nocreatedb nocreaterole`);
    const password = pg.escapeLiteral(rolePassword(role));
    await retryConcurrent(() => owner.query(`alter role ${role} password ${password}`));
    for (const [name, value] of Object.entries(SETTINGS[role])) {
      await retryConcurrent(() => owner.query(`alter role ${role} set ${name} = ${pg.escapeLiteral(value)}`));
    }
  }
  await restrictDatabase(owner);
}

async function createRole(owner: pg.ClientBase, role: string, options: string): Promise<void> {
  const { rowCount } = await owner.query("select 1 from pg_roles where rolname = $1", [role]);
  if (rowCount) return;
  try {
    await owner.query(`create role ${role} ${options}`);
  } catch (error) {
    // Another database of the same server made it a moment ago.
    if (!isDatabaseError(error, "42710") && !isDatabaseError(error, "23505")) throw error;
  }
}

async function restrictDatabase(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ name: string }>("select quote_ident(current_database()) as name");
  const database = rows[0]?.name;
  await owner.query(`revoke all on database ${database} from public`);
  await retryConcurrent(() =>
    owner.query(`grant connect on database ${database} to ${LOGIN_ROLES.join(", ")}`),
  );
  await owner.query("alter default privileges revoke execute on functions from public");
  // The job queue keeps its own tables; they belong to the role that works on them.
  await retryConcurrent(() =>
    owner.query("grant atrium_system to current_user with inherit false, set true"),
  );
  await owner.query("create schema if not exists pgboss authorization atrium_system");
}

/** Roles are shared by all databases of a server: two runs may touch the same catalogue row. */
async function retryConcurrent(run: () => Promise<unknown>, attempts = 5): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run();
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : "";
      if (attempt === attempts || !/tuple concurrently updated|deadlock/.test(message)) throw error;
    }
  }
}

function isDatabaseError(error: unknown, code: string): boolean {
  return error instanceof pg.DatabaseError && error.code === code;
}
