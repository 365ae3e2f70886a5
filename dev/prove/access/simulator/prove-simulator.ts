import * as z from "zod";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { traceAccess } from "@/lib/access/decisions/trace-access";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { PERMISSION_KEYS, type Permission } from "@/lib/access/permissions";
import { createPersonalToken } from "@/lib/access/personal-tokens/create-personal-token";
import { resolveRequest } from "@/lib/access/resolve-request";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { createServiceAccount } from "@/lib/access/service-accounts/create-service-account";
import { updateServiceAccount } from "@/lib/access/service-accounts/update-service-account";
import { type RouteHandler, route } from "@/lib/api/route";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import type { BillingState, TenantContext, TenantStatus } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { PLAN_KEYS } from "@/lib/entitlements/catalogue";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";

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
const HERE = "192.0.2.10";
const AWAY = "198.51.100.7";
const ROLES = ["tenant_admin", "agent_manager", "developer", "viewer"] as const;

/** One question and what the product itself answered. */
type Answer = { what: string; allowed: boolean };

/**
 * The Access page's answer against the real request's: every permission, random members, service accounts, keys, plans and
 * policies.
 */
export async function proveSimulator(stage: AccessStage, report: AccessReport): Promise<void> {
  const worlds = stage.quick ? 4 : 40;
  let [asked, yes] = [0, 0];
  for (let at = 0; at < worlds; at += 1) {
    const counted = await compareRandomWorld(stage.random, report);
    asked += counted.asked;
    yes += counted.yes;
  }
  report.figures["simulator questions"] = `${asked}, of which ${yes} were allowed`;
  judge(report, "violations", yes > 0 && yes < asked, "the simulator's worlds are all of one kind");
  report.controls["simulator: answers from roles alone"] = await controlRolesAlone(stage);
}

/** Asks about everybody and every key of one random workspace, each permission both ways. */
export async function compareRandomWorld(random: () => number, report: AccessReport) {
  const counted = { asked: 0, yes: 0 };
  for (const subject of (await makeRandomWorld(random)).subjects) {
    for (const permission of PERMISSION_KEYS) {
      const real = await subject.real(permission);
      const told = await subject.simulate(permission);
      counted.asked += 1;
      if (real.allowed) counted.yes += 1;
      const what = `${real.what} ${permission}: page says ${told}, request says ${real.allowed}`;
      judge(report, "simulator_mismatches", told === real.allowed, what);
    }
  }
  return counted;
}

type Subject = {
  real: (permission: Permission) => Promise<Answer>;
  simulate: (permission: Permission) => Promise<boolean>;
};

async function makeRandomWorld(random: () => number): Promise<{ subjects: Subject[] }> {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const tenant = await makeTenant({ planKey: pick(PLAN_KEYS), limits: { api_calls: null, api_rate: null } });
  const people = await Promise.all(Array.from({ length: 4 }, () => makeUser()));
  for (const user of people) await addMember(tenant, user, pick(ROLES));
  await addOwnRoles(tenant, people, random);
  const keys = [
    ...(await makeKeys(tenant, [tenant.owner, ...people], random)),
    ...(await makeServiceKeys(tenant, random)),
  ];
  for (const user of people) if (random() < 0.4) await giveFactor(user);
  const [status, billing] = [pick(STATUSES), pick(BILLING)];
  await systemPool().query("update platform.tenants set status = $2 where id = $1", [tenant.id, status]);
  await systemPool().query("update platform.accounts set billing_state = $2 where id = $1", [
    tenant.accountId,
    billing,
  ]);
  if (random() < 0.5) await setPolicy(tenant, random);
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

type MadeKey = { id: string; key: string; host: string };

async function makeKeys(tenant: TestTenant, makers: TestUser[], random: () => number): Promise<MadeKey[]> {
  const keys: MadeKey[] = [];
  for (const maker of makers.slice(0, 3)) {
    const ctx = await makeContext(tenant, maker);
    const isOwn = random() < 0.3;
    if (!ctx.decide(isOwn ? "personal_tokens:create" : "api_keys:create").allowed) continue;
    const scopes = PERMISSION_KEYS.filter((key) => ctx.permissions.has(key) && random() < 0.5);
    if (scopes.length === 0) continue;
    const create = isOwn ? createPersonalToken : createApiKey;
    const made = await create(ctx, { name: "Proof", scopes, ip_allowlist: addresses(random) });
    keys.push({ id: made.id, key: made.key, host: tenant.slug });
    if (random() < 0.2)
      await ownerPool()
        .query("update shared.api_keys set revoked_at = now() where id = $1", [made.id])
        .then(() =>
          systemPool().query(
            "update platform.api_key_directory set revoked_at = now() where api_key_id = $1",
            [made.id],
          ),
        );
  }
  return keys;
}

/** Some keys are bound to addresses: where they are called from, or elsewhere. */
function addresses(random: () => number): string[] {
  if (random() < 0.6) return [];
  return [random() < 0.5 ? "192.0.2.0/24" : "203.0.113.0/24"];
}

/** Keys of service accounts, some of them disabled. */
async function makeServiceKeys(tenant: TestTenant, random: () => number): Promise<MadeKey[]> {
  const admin = await makeContext(tenant, tenant.owner);
  if (!admin.decide("service_accounts:manage").allowed) return [];
  const keys: MadeKey[] = [];
  for (let at = 0; at < 2; at += 1) {
    const role = ROLES[Math.floor(random() * ROLES.length)] as (typeof ROLES)[number];
    const account = await createServiceAccount(admin, { name: `Program ${at}`, roles: [{ role }] });
    const scopes = PERMISSION_KEYS.filter((key) => admin.permissions.has(key) && random() < 0.6);
    const made = await createApiKey(admin, {
      name: "Proof",
      scopes: scopes.length > 0 ? scopes : ["agents:read"],
      ip_allowlist: addresses(random),
      service_account_id: account.id,
    });
    keys.push({ id: made.id, key: made.key, host: tenant.slug });
    if (random() < 0.25) await updateServiceAccount(admin, account.id, { status: "disabled" });
  }
  return keys;
}

async function giveFactor(user: TestUser): Promise<void> {
  await systemPool().query(
    "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, 'sealed', now())",
    [user.id],
  );
}

async function setPolicy(tenant: TestTenant, random: () => number): Promise<void> {
  const policy = {
    mfa: { required: random() < 0.6, grace_days: 0 },
    mfa_since: "2026-01-01T00:00:00.000Z",
    ip_allowlist: { enabled: random() < 0.4, entries: [{ cidr: "192.0.2.0/24", label: "Office" }] },
  };
  await systemPool().query(
    "update platform.user_tenants set created_at = now() - interval '30 days' where tenant_id = $1",
    [tenant.id],
  );
  await systemPool().query(
    "insert into platform.security_policies (tenant_id, version, policy) values ($1, 1, $2)",
    [tenant.id, JSON.stringify(policy)],
  );
}

/** Whoever asks sees the tenant as every request does; who they are does not matter to the answer. */
function askingContext(tenant: TestTenant): Promise<TenantContext> {
  return makeContext(tenant, tenant.owner);
}

type Circumstances = { where: string; ip: string };

function memberSubject(
  ctx: TenantContext,
  tenant: TestTenant,
  user: TestUser,
  { where, ip, mfa }: Circumstances & { mfa: boolean },
): Subject {
  let session: Promise<string> | undefined;
  const host = `${tenant.slug}.atrium.localhost:3000`;
  return {
    real: async (permission) => {
      session ??= openSession(user, host, mfa);
      const resolved = await resolveRequest({
        host,
        cookie: await session,
        requestId: "proof",
        ip,
        userAgent: "proof",
      });
      const allowed =
        resolved.kind === "tenant" || resolved.kind === "refused"
          ? resolved.ctx.decide(permission).allowed
          : false;
      return { what: `member in ${where} (${resolved.kind})`, allowed };
    },
    simulate: async (permission) => {
      const query = {
        member_id: user.id,
        permission,
        ip,
        second_factor: mfa ? "yes" : "no",
        sso: "no",
      } as const;
      return (await traceAccess(ctx, query)).allowed;
    },
  };
}

async function openSession(user: TestUser, host: string, mfa: boolean): Promise<string> {
  const info = { requestId: "proof", ip: HERE, userAgent: "proof" };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa, info }),
  );
  return (await sealSession(session.sid, host)).split(";")[0] ?? "";
}

const probes = new Map<Permission, RouteHandler>();

function probeOf(permission: Permission): RouteHandler {
  const known = probes.get(permission);
  if (known) return known;
  const probe = route({
    method: "GET",
    path: "/api/v1/proof",
    summary: "Answers",
    tag: "Test",
    auth: "tenant",
    permission,
    response: z.object({ ok: z.boolean() }),
    handler: async () => ({ ok: true }),
  });
  probes.set(permission, probe);
  return probe;
}

function keySubject(ctx: TenantContext, key: MadeKey, { where, ip }: Circumstances): Subject {
  return {
    real: async (permission) => {
      const headers = { "x-client-ip": ip };
      const { status } = await callRoute(probeOf(permission), { slug: key.host, key: key.key, headers });
      return { what: `key in ${where} (${status})`, allowed: status === 200 };
    },
    simulate: async (permission) => (await traceAccess(ctx, { api_key_id: key.id, permission, ip })).allowed,
  };
}

/** A page that looked at roles alone would be wrong as soon as a workspace is closed or a plan lacks something. */
async function controlRolesAlone(stage: AccessStage): Promise<boolean> {
  const tenant = await makeTenant({ status: "restricted" });
  const ctx = await askingContext(tenant);
  const subject = memberSubject(ctx, tenant, tenant.owner, { where: "restricted", ip: HERE, mfa: false });
  stage.random();
  const answers = await Promise.all(
    PERMISSION_KEYS.map(
      async (permission) => (await subject.real(permission)).allowed === ctx.permissions.has(permission),
    ),
  );
  return answers.includes(false);
}
