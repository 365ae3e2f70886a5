import { lookUpTenant } from "@/lib/access/look-up-request";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { createRole } from "@/lib/access/roles/custom/create-role";
import type { BillingState, TenantStatus } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { PLAN_KEYS } from "@/lib/entitlements/catalogue";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { giveFactor } from "@/lib/testing/give-factor";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";

import { makeKeys, makeServiceKeys, ROLES } from "./random-keys";
import { AWAY, askingContext, HERE, keySubject, memberSubject, type Subject } from "./subjects";

const STATUSES: TenantStatus[] = [
  "active",
  "active",
  "active",
  "grace",
  "restricted",
  "suspended",
  "parked",
  "offboarding",
];
const BILLING: BillingState[] = ["none", "active", "active", "grace", "restricted", "suspended"];

export async function makeRandomWorld(random: () => number): Promise<{ subjects: Subject[] }> {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const tenant = await makeTenant({ planKey: pick(PLAN_KEYS), limits: { api_calls: null, api_rate: null } });
  const people = await Promise.all(Array.from({ length: 4 }, () => makeUser()));
  for (const user of people) await addMember(tenant, user, pick(ROLES));
  await addOwnRoles(tenant, people, random);
  await addTeams(tenant, people, random);
  const keys = [
    ...(await makeKeys(tenant, [tenant.owner, ...people], random)),
    ...(await makeServiceKeys(tenant, random)),
  ];
  for (const user of people) if (random() < 0.4) await giveFactor(user.id);
  const [status, billing] = [pick(STATUSES), pick(BILLING)];
  await systemPool().query("update platform.tenants set status = $2 where id = $1", [tenant.id, status]);
  await systemPool().query("update platform.accounts set billing_state = $2 where id = $1", [
    tenant.accountId,
    billing,
  ]);
  if (random() < 0.5) await setRandomPolicy(tenant, random);
  const ctx = await askingContext(tenant);
  const where = `${status}/${billing}`;
  return {
    subjects: [
      ...[tenant.owner, ...people].map((user) =>
        memberSubject(ctx, tenant, user, { where, mfa: random() < 0.5, ip: pick([HERE, AWAY]) }),
      ),
      ...keys.map((key) => keySubject(ctx, key, { where, ip: pick([HERE, AWAY]) })),
    ],
  };
}

/** Roles of the tenant's own with denies, some of them held only for a while or over already. */
async function addOwnRoles(tenant: TestTenant, people: TestUser[], random: () => number): Promise<void> {
  const plan = (await lookUpTenant(tenant.id))?.entitlements.custom_roles?.enabled;
  if (!plan) return;
  const admin = await makeContext(tenant, tenant.owner);
  for (let at = 0; at < 2; at += 1) {
    const some = PERMISSION_KEYS.filter((key) => key !== "billing:manage" && random() < 0.3);
    const denied = some.filter(() => random() < 0.4);
    const permissions = [
      "tenant:read",
      ...some.filter((key) => !denied.includes(key) && key !== "tenant:read"),
    ];
    const role = await createRole(admin, {
      name: `Role ${at}`,
      permissions,
      denied: denied.filter((key) => key !== "tenant:read"),
    });
    for (const user of people.filter(() => random() < 0.5)) {
      const hours = random() < 0.3 ? -1 : random() < 0.5 ? 5 : null;
      await ownerPool().query(
        `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, expires_at)
         values ($1, $2, 'user', $3, $4, now() + make_interval(hours => $5::int))`,
        [tenant.id, newId(), user.id, role.id, hours],
      );
    }
  }
}

/** A team below another with roles of any kind, handed down or not, over or not, and some of the people in each. */
async function addTeams(tenant: TestTenant, people: TestUser[], random: () => number): Promise<void> {
  const [top, below] = [newId(), newId()];
  const owner = ownerPool();
  const { rows: roles } = await owner.query<{ id: string }>(
    "select id from shared.roles where tenant_id = $1 order by key",
    [tenant.id],
  );
  for (const [team, parent] of [
    [top, null],
    [below, top],
  ]) {
    await owner.query("insert into shared.teams (tenant_id, id, parent_id, name) values ($1, $2, $3, $4)", [
      tenant.id,
      team,
      parent,
      parent ? "Below" : "Top",
    ]);
    for (const role of roles.filter(() => random() < 0.25)) {
      const hours = random() < 0.2 ? -1 : null;
      await owner.query(
        `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, inherit, expires_at)
         values ($1, $2, 'team', $3, $4, $5, now() + make_interval(hours => $6::int))`,
        [tenant.id, newId(), team, role.id, random() < 0.5, hours],
      );
    }
    for (const user of people.filter(() => random() < 0.4)) {
      await owner.query("insert into shared.team_members (tenant_id, team_id, user_id) values ($1, $2, $3)", [
        tenant.id,
        team,
        user.id,
      ]);
    }
  }
}

async function setRandomPolicy(tenant: TestTenant, random: () => number): Promise<void> {
  const policy = {
    mfa: { required: random() < 0.6, grace_days: 0 },
    mfa_since: "2026-01-01T00:00:00.000Z",
    ip_allowlist: { enabled: random() < 0.4, entries: [{ cidr: "192.0.2.0/24", label: "Office" }] },
  };
  await systemPool().query(
    "update platform.user_tenants set created_at = now() - interval '30 days' where tenant_id = $1",
    [tenant.id],
  );
  await setPolicy(tenant.id, policy);
}
