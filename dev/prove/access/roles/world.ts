import { isPermission, permissionSpec } from "@/lib/access/permissions";
import type { AccountRole, TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type Cast, clearCast, makeCast, placeCast } from "./cast";

/** Who is there at the start of a run: two admins (the first owns the account), others, and somebody outside. */
const START = ["tenant_admin", "lead", "tenant_admin", "agent_manager", "developer", "viewer", null] as const;
/** Where the admins stand in it. */
export const ADMINS = START.flatMap((key, at) => (key === "tenant_admin" ? [at] : []));
/** A role that may give roles without holding much: whoever has it must not gain or hand on the rest. */
const LEAD = [
  "tenant:read",
  "members:read",
  "members:update",
  "members:invite",
  "members:remove",
  "roles:read",
  "roles:manage",
  "roles:delete",
  "teams:read",
  "teams:lead",
  "teams:manage",
  "teams:roles",
  "agents:read",
  "usage:read",
];

export type World = { tenant: TestTenant; people: TestUser[]; cast: Cast };

type RoleState = { id: string; key: string; rank: number; builtIn: boolean; contents: string };
export type State = {
  /** Live permissions by role, by person; the product's own query is not asked. */
  may: Map<string, Set<string>>;
  /** Until when they have each of them; infinity for good. */
  until: Map<string, Map<string, number>>;
  rank: Map<string, number>;
  status: Map<string, string>;
  bindings: Map<string, string>;
  roles: Map<string, RoleState>;
  /** Active people, not about to leave, whose admin role has no end and from whom nothing is taken away. */
  admins: number;
  /** Owners of the account whose own account is open. */
  owners: Set<string>;
  /** Permissions in roles that no role may hold. */
  strange: string[];
  /** People with a live role and invitations that are open, by role. */
  uses: Map<string, string[]>;
};

export async function makeWorld(): Promise<World> {
  const tenant = await makeTenant({ planKey: "enterprise" });
  const rest = await Promise.all(Array.from({ length: START.length - 1 }, () => makeUser()));
  return { tenant, people: [tenant.owner, ...rest], cast: await makeCast(tenant) };
}

/** Puts a world back to its start: a run is quicker than a new workspace. */
export async function resetWorld({ tenant, people, cast }: World): Promise<void> {
  const client = await ownerPool().connect();
  try {
    await client.query("begin");
    await client.query("set constraints all deferred");
    await clearCast(client, tenant, people);
    for (const table of [
      "access_requests",
      "access_receipts",
      "invitations",
      "role_bindings",
      "memberships",
    ]) {
      await client.query(`delete from shared.${table} where tenant_id = $1`, [tenant.id]);
    }
    await client.query("delete from shared.roles where tenant_id = $1 and system_key is null", [tenant.id]);
    const lead = newId();
    await client.query(
      "insert into shared.roles (tenant_id, id, key, name, rank) values ($1, $2, 'lead', 'Lead', 60)",
      [tenant.id, lead],
    );
    await client.query(
      "insert into shared.role_permissions (tenant_id, role_id, permission_key) select $1, $2, unnest($3::text[])",
      [tenant.id, lead, LEAD],
    );
    await client.query(
      "insert into shared.role_permissions (tenant_id, role_id, permission_key, effect) values ($1, $2, 'agents:archive', 'deny')",
      [tenant.id, lead],
    );
    for (const [index, key] of START.entries()) {
      const user = people[index];
      if (!user || key === null) continue;
      await client.query(
        `insert into shared.memberships (tenant_id, user_id, email, first_name, source) values ($1, $2, $3, 'P', 'invite')`,
        [tenant.id, user.id, user.email],
      );
      await client.query(
        `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id)
         select $1, $2, 'user', $3, id from shared.roles where tenant_id = $1 and key = $4`,
        [tenant.id, newId(), user.id, key],
      );
    }
    await placeCast(client, tenant, cast, people.slice(4, 6));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
  await systemPool().query("delete from platform.rate_limits where key like $1 or key like $2", [
    `%${tenant.id}%`,
    "access-ask:%",
  ]);
  await systemPool().query(
    `insert into platform.user_tenants (user_id, tenant_id) select unnest($2::uuid[]), $1
     on conflict (user_id, tenant_id) do update set status = 'active'`,
    [tenant.id, people.slice(0, -1).map(({ id }) => id)],
  );
}

export function contextOf({ tenant, people }: World, who: number): Promise<TenantContext> {
  const user = people[who % people.length];
  if (!user) throw new TypeError("no such person");
  return makeContext(tenant, user);
}

type Rows = {
  members: { user_id: string; status: string; is_person: boolean; is_open: boolean }[];
  owners: string[];
  roles: { id: string; key: string; rank: number; system_key: string | null; name: string }[];
  permissions: { role_id: string; permission_key: string; effect: string }[];
  bindings: {
    subject_type: string;
    subject_id: string;
    role_id: string;
    expires_at: string | null;
    inherit: boolean;
    live: boolean;
  }[];
  teams: { id: string; parent_id: string | null }[];
  team_members: { team_id: string; user_id: string }[];
  system: { role_key: string; permission_key: string }[];
  invitations: { role_id: string; email: string }[];
};

/** The rows as they are, and what follows from them by the rules of the specification, computed here. */
export async function readState({ tenant }: World): Promise<State> {
  const { rows } = await ownerPool().query<Rows>(
    `select
      (select coalesce(json_agg(json_build_object('user_id', id, 'status', status, 'is_person', is_person, 'is_open', is_open)), '[]') from (
        select user_id as id, m.status, true as is_person, u.status = 'active' as is_open from shared.memberships m join platform.users u on u.id = m.user_id where m.tenant_id = $1
        union all select id, case status when 'active' then 'active' else 'removed' end, false, true from shared.service_accounts where tenant_id = $1) held) as members,
      (select coalesce(json_agg(o.user_id), '[]') from platform.account_members o join platform.users u on u.id = o.user_id
        where o.account_id = $2 and o.role = 'owner' and u.status = 'active') as owners,
      (select coalesce(json_agg(json_build_object('id', id, 'key', key, 'rank', rank, 'system_key', system_key, 'name', name)), '[]') from shared.roles where tenant_id = $1) as roles,
      (select coalesce(json_agg(json_build_object('role_id', role_id, 'permission_key', permission_key, 'effect', effect) order by permission_key), '[]') from shared.role_permissions where tenant_id = $1) as permissions,
      (select coalesce(json_agg(json_build_object('subject_type', subject_type, 'subject_id', subject_id, 'inherit', inherit, 'role_id', role_id, 'expires_at', expires_at, 'live', expires_at is null or expires_at > now()) order by role_id), '[]') from shared.role_bindings where tenant_id = $1) as bindings,
      (select coalesce(json_agg(json_build_object('id', id, 'parent_id', parent_id)), '[]') from shared.teams where tenant_id = $1) as teams,
      (select coalesce(json_agg(json_build_object('team_id', team_id, 'user_id', user_id)), '[]') from shared.team_members where tenant_id = $1) as team_members,
      (select json_agg(json_build_object('role_key', role_key, 'permission_key', permission_key)) from shared.system_role_permissions) as system,
      (select coalesce(json_agg(json_build_object('role_id', role_id, 'email', email)), '[]') from shared.invitations where tenant_id = $1 and status = 'pending' and expires_at > now()) as invitations`,
    [tenant.id, tenant.accountId],
  );
  const [found] = rows;
  if (!found) throw new TypeError("no state");
  return stateOf(found);
}

/** What somebody holds by their teams: each one's own, and what those above hand down. */
function throughTeams({ teams, team_members: members, bindings }: Rows, userId: string) {
  return members
    .filter((row) => row.user_id === userId)
    .flatMap(({ team_id: entry }) => {
      const held: Rows["bindings"] = [];
      for (
        let at = teams.find(({ id }) => id === entry);
        at;
        at = teams.find(({ id }) => id === at?.parent_id)
      ) {
        const { id } = at;
        held.push(
          ...bindings.filter(
            (row) =>
              row.subject_type === "team" &&
              row.subject_id === id &&
              row.live &&
              (row.inherit || id === entry),
          ),
        );
      }
      return held;
    });
}

function stateOf(found: Rows): State {
  const contents = (roleId: string, effect: string) => {
    const role = found.roles.find(({ id }) => id === roleId);
    if (role?.system_key)
      return effect === "allow"
        ? found.system.filter((row) => row.role_key === role.system_key).map((row) => row.permission_key)
        : [];
    return found.permissions
      .filter((row) => row.role_id === roleId && row.effect === effect)
      .map((row) => row.permission_key);
  };
  const state: State = {
    may: new Map(),
    until: new Map(),
    rank: new Map(),
    status: new Map(),
    bindings: new Map(),
    roles: new Map(),
    admins: 0,
    owners: new Set(found.owners),
    strange: found.permissions
      .map((row) => row.permission_key)
      .filter((key) => !isPermission(key) || permissionSpec(key).scope === "account"),
    uses: new Map(),
  };
  for (const { user_id: id, status, is_person: isPerson, is_open: isOpen } of found.members) {
    const own = found.bindings.filter(
      (row) => row.subject_id === id && row.live && row.subject_type !== "team",
    );
    const mine = [...own, ...(isPerson ? throughTeams(found, id) : [])];
    const denied = new Set(mine.flatMap((row) => contents(row.role_id, "deny")));
    const allowed = mine.flatMap((row) => contents(row.role_id, "allow")).filter((key) => !denied.has(key));
    const roles = mine.map((row) => found.roles.find((role) => role.id === row.role_id));
    state.may.set(id, new Set(status === "active" ? allowed : []));
    const until = new Map<string, number>();
    for (const row of status === "active" ? mine : []) {
      const end = row.expires_at === null ? Number.POSITIVE_INFINITY : new Date(row.expires_at).getTime();
      for (const key of contents(row.role_id, "allow").filter((key) => !denied.has(key)))
        until.set(key, Math.max(end, until.get(key) ?? 0));
    }
    state.until.set(id, until);
    state.rank.set(id, Math.max(0, ...roles.map((role) => role?.rank ?? 0)));
    state.status.set(id, status);
    state.bindings.set(id, JSON.stringify(mine.map((row) => [row.role_id, row.expires_at]).sort()));
    const isAdmin = own.some(
      (row) =>
        row.expires_at === null &&
        found.roles.some((role) => role.id === row.role_id && role.system_key === "tenant_admin"),
    );
    if (isPerson && isOpen && status === "active" && isAdmin && denied.size === 0) state.admins += 1;
  }
  for (const role of found.roles) {
    const { id, key, rank, name } = role;
    const both = [contents(id, "allow"), contents(id, "deny")];
    state.roles.set(id, {
      id,
      key,
      rank,
      builtIn: role.system_key !== null,
      contents: JSON.stringify([name, rank, ...both]),
    });
    const people = found.bindings
      .filter((row) => row.role_id === id && row.live && state.status.get(row.subject_id) !== "removed")
      .map((row) => row.subject_id);
    const invited = found.invitations.filter((row) => row.role_id === id).map((row) => row.email);
    state.uses.set(id, [...people, ...invited]);
  }
  return state;
}

export type Held = { may: Set<string>; rank: number; account: AccountRole | null };
