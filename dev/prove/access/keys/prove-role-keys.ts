import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { type PERMISSION_KEYS, ROLE_PERMISSION_KEYS, SYSTEM_ROLES } from "@/lib/access/permissions";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { updateRole } from "@/lib/access/roles/custom/update-role";
import type { RoleDto } from "@/lib/access/roles/schema";
import type { TenantContext } from "@/lib/core/context";
import { ownerPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import { askingContext, HERE, keySubject, type Subject } from "../simulator/subjects";
import type { AccessStage } from "../stage";

type SystemRole = "tenant_admin" | "agent_manager" | "developer" | "viewer";
const MAKER_ROLES: SystemRole[] = ["tenant_admin", "agent_manager", "developer", "viewer"];

type BoundKey = {
  subject: Subject;
  keyId: string;
  maker: Person | null;
  roles: Set<number>;
  frozen: Set<string>;
};
type Person = { user: TestUser; role: SystemRole };
type World = {
  tenant: TestTenant;
  admin: TenantContext;
  roles: RoleDto[];
  people: Person[];
  keys: BoundKey[];
};

/** Permissions that no feature, status or person stands before in such a workspace: the answer is the roles' alone. */
const ASKED = ["agents:read", "agents:update", "usage:read", "members:read", "audit:read", "roles:read"];

/**
 * Keys that are bound to roles, against a model: what the maker may do, cut to what the key's roles allow and none of
 * them denies, at every call, while roles, bindings and makers change.
 */
export async function proveRoleKeys(stage: AccessStage, report: AccessReport): Promise<void> {
  const world = await makeWorld(stage);
  const steps = stage.quick ? 6 : 250;
  let [asked, yes, frozenWrong] = [0, 0, 0];
  for (let step = 0; step < steps; step += 1) {
    const what = await change(world, stage.random);
    for (const key of world.keys) {
      const permission = pick(ASKED, stage.random) as (typeof PERMISSION_KEYS)[number];
      const expected = mayDo(world, key, permission);
      const { allowed } = await key.subject.real(permission);
      asked += 1;
      if (allowed) yes += 1;
      const told = `step ${step} (${what}): ${permission} is ${allowed}, the model says ${expected}`;
      judge(report, allowed ? "escalations" : "violations", allowed === expected, told);
      if (makerMay(key, permission) && key.frozen.has(permission) !== allowed) frozenWrong += 1;
    }
  }
  judge(report, "violations", yes > 0 && yes < asked, "the questions about bound keys are all of one kind");
  report.figures["keys bound to roles: questions"] = `${asked}, of which ${yes} were allowed`;
  report.controls["keys bound to roles: power as it was when they were made"] = frozenWrong > 0;
}

async function makeWorld(stage: AccessStage): Promise<World> {
  const limits = { api_calls: null, api_rate: null };
  const tenant = await makeTenant({ planKey: "enterprise", limits });
  const admin = await makeContext(tenant, tenant.owner);
  const roles: RoleDto[] = [];
  for (const name of ["Red", "Green", "Blue"]) {
    roles.push(await createRole(admin, { name, rank: 30, ...contents(stage.random) }));
  }
  const world: World = { tenant, admin, roles, people: [], keys: [] };
  const ctx = await askingContext(tenant);
  for (const role of MAKER_ROLES.slice(0, 3)) {
    const user = await makeUser();
    await addMember(tenant, user, role);
    const person = { user, role };
    world.people.push(person);
    await addKey(world, ctx, person, stage.random);
  }
  await addKey(world, ctx, null, stage.random);
  return world;
}

/** The maker is the owner at first: whose key it is is what counts, so it is handed to the person in the books. */
async function addKey(world: World, ctx: TenantContext, maker: Person | null, random: () => number) {
  const chosen = world.roles.map((_, at) => at).filter(() => random() < 0.6);
  const roles = new Set(chosen.length > 0 ? chosen : [0]);
  const made = await createApiKey(world.admin, {
    name: "Bound",
    roles: [...roles].map((at) => ({ role: (world.roles[at] as RoleDto).key })),
  });
  if (maker) {
    await ownerPool().query("update shared.api_keys set created_by = $2 where id = $1", [
      made.id,
      maker.user.id,
    ]);
    await ownerPool().query("update platform.api_key_directory set created_by = $2 where api_key_id = $1", [
      made.id,
      maker.user.id,
    ]);
  }
  const subject = keySubject(ctx, { ...made, host: world.tenant.slug }, { where: "role keys", ip: HERE });
  const key: BoundKey = { subject, keyId: made.id, maker, roles, frozen: new Set() };
  key.frozen = new Set(ASKED.filter((permission) => rolesAllow(world, key, permission)));
  world.keys.push(key);
}

async function change(world: World, random: () => number): Promise<string> {
  const at = Math.floor(random() * world.roles.length);
  const role = world.roles[at] as RoleDto;
  switch (Math.floor(random() * 3)) {
    case 0:
      world.roles[at] = await updateRole(world.admin, role.id, contents(random), role.revision);
      return `${role.name} changed`;
    case 1: {
      const key = pick(world.keys, random);
      if (!key.roles.delete(at)) return "nothing";
      await ownerPool().query(
        `update shared.role_bindings set expires_at = now() - interval '1 second'
         where subject_type = 'api_key' and subject_id = $1 and role_id = $2`,
        [key.keyId, role.id],
      );
      return `${role.name} ended on a key`;
    }
    default: {
      const person = pick(world.people, random);
      person.role = pick(MAKER_ROLES, random);
      await setMemberRoles(world.admin, person.user.id, { roles: [{ role: person.role }] });
      return `maker is ${person.role}`;
    }
  }
}

function contents(random: () => number) {
  const allowed = ASKED.filter(() => random() < 0.6);
  const denied = ASKED.filter((key) => !allowed.includes(key) && random() < 0.3);
  return { permissions: ["tenant:read", ...allowed], denied };
}

const mayDo = (world: World, key: BoundKey, permission: string) =>
  makerMay(key, permission) && rolesAllow(world, key, permission);

function makerMay({ maker }: BoundKey, permission: string): boolean {
  const held: readonly string[] = maker ? SYSTEM_ROLES[maker.role].permissions : ROLE_PERMISSION_KEYS;
  return held.includes(permission);
}

function rolesAllow({ roles }: World, key: BoundKey, permission: string): boolean {
  const held = [...key.roles].map((at) => roles[at] as RoleDto);
  return (
    held.some(({ permissions }) => permissions.includes(permission)) &&
    !held.some(({ denied }) => denied.includes(permission))
  );
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
