import type pg from "pg";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import type { TestTenant, TestUser } from "@/lib/testing/make-tenant";

/**
 * Who holds roles without being a person: a service account, a group of a directory with two people in it, and teams: one
 * below another, with a person each, and an empty one
 * that gives an admin's role.
 */
export type Cast = { connection: string; group: string; program: string; teams: readonly string[] };

/** A provider whose directory counts. It stays from run to run. */
export async function makeCast({ id: tenantId }: TestTenant): Promise<Cast> {
  const connection = newId();
  await systemPool().query(
    `insert into platform.sso_connections (id, tenant_id, kind, preset, name, group_roles, default_role, status)
     values ($1, $2, 'oidc', 'okta', 'Directory', '[]', 'viewer', 'enabled')`,
    [connection, tenantId],
  );
  await systemPool().query(
    "insert into platform.scim_directories (tenant_id, connection_id, enabled) values ($1, $2, true)",
    [tenantId, connection],
  );
  return { connection, group: newId(), program: newId(), teams: [newId(), newId(), newId()] };
}

/** Before the workspace's own rows go: what hangs on them, and who left comes back. */
export async function clearCast(
  client: pg.PoolClient,
  { id, accountId, owner }: TestTenant,
  people: readonly TestUser[],
): Promise<void> {
  for (const table of ["scim_users", "scim_groups", "service_accounts", "teams"]) {
    await client.query(`delete from shared.${table} where tenant_id = $1`, [id]);
  }
  const ids = people.map((person) => person.id);
  await client.query("update platform.users set status = 'active' where id = any($1)", [ids]);
  await client.query("delete from platform.person_deletions where user_id = any($1)", [ids]);
  await client.query("delete from platform.account_members where account_id = $1 and user_id <> $2", [
    accountId,
    owner.id,
  ]);
}

/** The service account is a viewer, and the group gives nothing yet. */
export async function placeCast(
  client: pg.PoolClient,
  { id }: TestTenant,
  { connection, group, program, teams }: Cast,
  members: readonly TestUser[],
): Promise<void> {
  await placeTeams(client, id, teams, members);
  await client.query("insert into shared.service_accounts (tenant_id, id, name) values ($1, $2, 'Program')", [
    id,
    program,
  ]);
  await client.query(
    `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id)
     select $1, $2, 'service_account', $3, id from shared.roles where tenant_id = $1 and key = 'viewer'`,
    [id, newId(), program],
  );
  await client.query(
    `insert into shared.scim_groups (tenant_id, id, connection_id, display_name, display_name_key)
     values ($1, $2, $3, 'Group', 'group')`,
    [id, group, connection],
  );
  for (const { id: userId, email } of members) {
    const entry = newId();
    await client.query(
      `insert into shared.scim_users (tenant_id, id, connection_id, user_id, user_name, user_name_key)
       values ($1, $2, $3, $4, $5, $5)`,
      [id, entry, connection, userId, email],
    );
    await client.query(
      "insert into shared.scim_group_members (tenant_id, group_id, scim_user_id) values ($1, $2, $3)",
      [id, group, entry],
    );
  }
}

async function placeTeams(
  client: pg.PoolClient,
  tenantId: string,
  teams: readonly string[],
  members: readonly TestUser[],
): Promise<void> {
  const parents = [null, teams[0], null];
  const [, , empty] = teams;
  for (const [at, team] of teams.entries()) {
    await client.query("insert into shared.teams (tenant_id, id, parent_id, name) values ($1, $2, $3, $4)", [
      tenantId,
      team,
      parents[at],
      `Team ${at}`,
    ]);
    const user = members[at];
    if (!user) continue;
    await client.query(
      "insert into shared.team_members (tenant_id, team_id, user_id, kind) values ($1, $2, $3, $4)",
      [tenantId, team, user.id, at === 0 ? "manager" : "member"],
    );
  }
  // Nobody is in the last one: what it gives, and hands down, is there to be taken by whoever may not.
  await client.query(
    `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, inherit)
     select $1, $2, 'team', $3, id, true from shared.roles where tenant_id = $1 and key = 'tenant_admin'`,
    [tenantId, newId(), empty],
  );
}
