import { actorPerson } from "@/lib/access/actor-person";
import { leaveTenant } from "@/lib/access/members/leave-tenant";
import { holdsPermission } from "@/lib/access/roles/holds-permission";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { type Counts, runModel } from "./model";
import { VERBS, type Verbs } from "./verbs";
import { ADMINS, contextOf, makeWorld, readState, resetWorld, type World } from "./world";

const LANES = 6;

/** by grants, edits, invitations and departures of everybody, nobody gains what the giver lacks. */
export async function proveRoles(stage: AccessStage, report: AccessReport): Promise<void> {
  const runs = stage.quick ? 60 : 2_004;
  const counts: Counts = { commands: 0, changed: 0 };
  const found = await Promise.all(
    Array.from({ length: LANES }, (_, lane) =>
      runModel({ runs: runs / LANES, seed: stage.seed + lane, verbs: VERBS, counts, shrink: true }),
    ),
  );
  report.attempts += counts.commands;
  report.figures["role model runs"] = runs;
  report.figures["role model commands"] = `${counts.commands}, of which ${counts.changed} changed something`;
  for (const failure of found) judge(report, "escalations", failure === null, failure ?? "");
  await proveLastAdmins(stage, report);
  await proveControls(stage, report);
}

/** The last two admins leave at once, again and again: one stays, always. */
async function proveLastAdmins(stage: AccessStage, report: AccessReport): Promise<void> {
  const world = await makeWorld();
  const rounds = stage.quick ? 10 : 100;
  for (let round = 0; round < rounds; round += 1) {
    await resetWorld(world);
    const [one, two] = await Promise.all(ADMINS.map((at) => contextOf(world, at)));
    if (!one || !two) continue;
    await Promise.allSettled([leaveTenant(one), leaveTenant(two)]);
    const { admins } = await readState(world);
    judge(report, "violations", admins === 1, `two last admins left at once: ${admins} stayed`);
  }
  report.figures["rounds of the last two admins leaving at once"] = rounds;
}

async function proveControls(stage: AccessStage, report: AccessReport): Promise<void> {
  const faulty: Record<string, Partial<Verbs>> = {
    "roles: given without asking what the giver holds": { setMemberRoles: ungated },
    "roles: given for good by whoever has them for a time": { setMemberRoles: heldNow },
    "roles: made without asking what the maker holds": { createRole: uncheckedRole },
    "service accounts: given without asking what the giver holds": { setServiceAccountRoles: ungatedProgram },
    "groups: bound without asking what the binder holds": { setGroupRoles: ungatedGroup },
    "teams: given a role without asking what the giver holds": { giveTeamRole: ungatedTeam },
    "teams: joined without asking what the team gives": { addTeamMember: ungatedJoin },
    "owners: one leaves without asking who else owns": { requestDeletion: leaveAnyway },
  };
  for (const [name, verbs] of Object.entries(faulty)) {
    const failure = await runModel({
      runs: 150,
      seed: stage.seed,
      verbs: { ...VERBS, ...verbs },
      counts: { commands: 0, changed: 0 },
      shrink: false,
    });
    report.controls[name] = failure !== null;
  }
  report.controls["last admin: counted before leaving"] = await controlCounting();
}

/** A grant that trusts the permission to change members, and looks at nothing else. */
const ungated: Verbs["setMemberRoles"] = async (ctx, id, input) => {
  ctx.authorize("members:update");
  for (const { role } of input.roles) {
    await ownerPool().query(
      `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id)
       select $1, $2, 'user', $3, r.id from shared.roles r
       join shared.memberships m on m.tenant_id = r.tenant_id and m.user_id = $3 and m.status = 'active'
       where r.tenant_id = $1 and r.key = $4 on conflict (tenant_id, subject_type, subject_id, role_id) where node_id is null do update set expires_at = null`,
      [ctx.tenant.id, newId(), id, role],
    );
  }
  return undefined as never;
};

/** A grant that asks what the giver holds at this moment, and not until when. */
const heldNow: Verbs["setMemberRoles"] = async (ctx, id, input) => {
  for (const { role } of input.roles) {
    const { rows } = await ownerPool().query<{ key: string }>(
      `select coalesce(s.permission_key, p.permission_key)::text as key from shared.roles r
       left join shared.system_role_permissions s on s.role_key = r.system_key
       left join shared.role_permissions p on p.tenant_id = r.tenant_id and p.role_id = r.id and p.effect = 'allow'
       where r.tenant_id = $1 and r.key = $2`,
      [ctx.tenant.id, role],
    );
    if (rows.some(({ key }) => !holdsPermission(ctx, key))) return undefined as never;
  }
  return ungated(ctx, id, input);
};

const ungatedProgram: Verbs["setServiceAccountRoles"] = async (ctx, id, { roles }) => {
  ctx.authorize("members:read");
  await bind(ctx.tenant.id, { type: "service_account", id }, roles[0]?.role ?? "");
  return undefined as never;
};

const ungatedTeam: Verbs["giveTeamRole"] = async (ctx, id, { role }) => {
  ctx.authorize("teams:read");
  await bind(ctx.tenant.id, { type: "team", id }, role);
  return undefined as never;
};

const ungatedJoin: Verbs["addTeamMember"] = async (ctx, teamId, { user_id: userId }) => {
  ctx.authorize("teams:read");
  await ownerPool().query(
    `insert into shared.team_members (tenant_id, team_id, user_id)
     select tenant_id, $2, user_id from shared.memberships where tenant_id = $1 and user_id = $3 and status = 'active'
     on conflict do nothing`,
    [ctx.tenant.id, teamId, userId],
  );
  return undefined as never;
};

/** Binds a role to a group and to the people in it, who asked or not. */
const ungatedGroup: Verbs["setGroupRoles"] = async (ctx, _connection, groupId, { roles }) => {
  ctx.authorize("members:read");
  const { rows } = await ownerPool().query<{ id: string }>(
    `select u.user_id as id from shared.scim_group_members g
     join shared.scim_users u on u.tenant_id = g.tenant_id and u.id = g.scim_user_id
     where g.tenant_id = $1 and g.group_id = $2`,
    [ctx.tenant.id, groupId],
  );
  for (const { id } of rows) await bind(ctx.tenant.id, { type: "user", id }, roles[0] ?? "");
  return undefined as never;
};

async function bind(tenantId: string, subject: { type: string; id: string }, role: string): Promise<void> {
  await ownerPool().query(
    `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id)
     select $1, $2, $3, $4, id from shared.roles where tenant_id = $1 and key = $5
     on conflict (tenant_id, subject_type, subject_id, role_id) where node_id is null do nothing`,
    [tenantId, newId(), subject.type, subject.id, role],
  );
}

const leaveAnyway: Verbs["requestDeletion"] = async (ctx) => {
  await ownerPool().query("update platform.users set status = 'leaving' where id = $1", [ctx.actor.userId]);
  return undefined as never;
};

/** A role made and given by whoever may change members, whatever it holds. */
const uncheckedRole: Verbs["createRole"] = async (ctx, input) => {
  ctx.authorize("members:read");
  const roleId = newId();
  await ownerPool().query(
    "insert into shared.roles (tenant_id, id, key, name, rank) values ($1, $2, $3, $4, 0)",
    [ctx.tenant.id, roleId, roleId.slice(-12), input.name],
  );
  await ownerPool().query(
    `insert into shared.role_permissions (tenant_id, role_id, permission_key)
     select $1, $2, key from shared.permissions where key = any($3) and scope = 'tenant'`,
    [ctx.tenant.id, roleId, input.permissions],
  );
  await ownerPool().query(
    `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id) values ($1, $2, 'user', $3, $4)`,
    [ctx.tenant.id, newId(), actorPerson(ctx.actor), roleId],
  );
  return undefined as never;
};

/** Without the database's own rule, counting first lets both go. */
async function controlCounting(): Promise<boolean> {
  const world = await makeWorld();
  await resetWorld(world);
  const admins = ADMINS.flatMap((at) => world.people[at] ?? []);
  const tables = ["memberships", "role_bindings"];
  for (const table of tables) await ownerPool().query(`alter table shared.${table} disable trigger user`);
  try {
    const counted = await Promise.all(admins.map(() => readState(world)));
    await Promise.all(
      admins.map(({ id }, at) => (counted[at]?.admins === 2 ? goAway(world, id) : undefined)),
    );
    return (await readState(world)).admins === 0;
  } finally {
    for (const table of tables) await ownerPool().query(`alter table shared.${table} enable trigger user`);
  }
}

async function goAway({ tenant }: World, userId: string): Promise<void> {
  await ownerPool().query("delete from shared.role_bindings where tenant_id = $1 and subject_id = $2", [
    tenant.id,
    userId,
  ]);
}
