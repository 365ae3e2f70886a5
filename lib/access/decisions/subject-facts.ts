import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import { keyOwner, kindOf } from "@/lib/access/api-keys/key-owner";
import { powerOfKey } from "@/lib/access/api-keys/key-roles";
import { buildFacts } from "@/lib/access/build-context";
import { type DecisionFacts, type Denial, policyDenial } from "@/lib/access/decide";
import { keyRefusal } from "@/lib/access/key-refusal";
import { holdsPermission } from "@/lib/access/roles/holds-permission";
import { permissionsOf } from "@/lib/access/roles/permissions-of";
import { supportActor } from "@/lib/access/support/support-actor";
import { tenantPermissions } from "@/lib/access/tenant-permissions";
import type { AccountRole, Actor, KeyKind, TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import {
  type AppliedPolicy,
  keyEndsAt,
  type PolicyRow,
  policyRefusal,
  readAppliedPolicy,
} from "@/lib/tenancy/policies/policy-refusal";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ExplainQuery } from "./schema";

export type SubjectFacts = {
  subject: { type: "member" | "api_key" | "service_account"; id: string; name: string };
  /** Whose roles count: a person, or a service account. */
  holder: Principal;
  /** Why nothing is decided at all: no member any more, or a key or service account that is no longer valid. */
  shut: string | null;
  accountRole: AccountRole | null;
  /** The policy in force; null without one, and for who may not read it. */
  applied: AppliedPolicy | null;
  /** The policy is kept from who asks: its gate is left out. */
  isPolicyHidden: boolean;
  /** How the session began decides whether the account's role counts. */
  isReachOpen: boolean;
  keyAddresses: readonly string[];
  facts: DecisionFacts;
};

type Subject = Pick<SubjectFacts, "subject" | "holder" | "shut"> & {
  key: {
    id: string;
    kind: KeyKind;
    scopes: readonly string[];
    roles: readonly string[] | null;
    ipAllow: string[];
    createdAt: Date;
  } | null;
};

type DirectoryRow = PolicyRow & {
  account_role: AccountRole | null;
  policy_version: number | null;
  /** The account has this workspace and no other. */
  is_sole_tenant: boolean;
  has_sso: boolean;
};

/**
 * What decide() would be given for this member, service account or key, read as a request's own look-up reads it. What only a live
 * session knows is supposed as the query says. The policy's gate tells of people's factors and of the address list:
 * it is judged for who may read the policy only.
 * @throws NotFoundError
 */
export async function subjectFacts(ctx: TenantContext, query: ExplainQuery): Promise<SubjectFacts> {
  const tenantId = ctx.tenant.id;
  const subject = await readSubject(tenantId, query);
  const { holder } = subject;
  const [grants, directory] = await Promise.all([
    grantsOf(tenantId, holder),
    readDirectory(ctx, holder.type === "user" ? holder.id : null, subject.key?.id ?? null),
  ]);
  const isPolicyHidden = !holdsPermission(ctx, "security:read");
  const stored = directory ? readAppliedPolicy(tenantId, directory) : null;
  const applied = isPolicyHidden ? null : stored;
  const { accountRole, isReachOpen } = accountPart(directory, subject, query);
  return {
    subject: subject.subject,
    holder,
    shut: subject.shut ?? (grants ? keyShut(subject, stored) : INACTIVE[holder.type]),
    accountRole,
    applied,
    isPolicyHidden,
    isReachOpen,
    keyAddresses: subject.key?.ipAllow ?? [],
    facts: buildFacts({
      actor: actorOf(subject, query),
      tenant: ctx.tenant,
      rolePermissions: grants ?? [],
      accountRole: query.support ? null : accountRole,
      refusal: refusalOf(applied, subject, query),
    }),
  };
}

const INACTIVE = { user: "member_inactive", service_account: "service_account_disabled" } as const;

/** What somebody may do by role; null while they are not active. */
async function grantsOf(tenantId: string, holder: Principal): Promise<readonly string[] | null> {
  if (holder.type === "user") {
    const grants = await tenantPermissions(tenantId, holder.id);
    return grants?.status === "active" ? grants.permissions : null;
  }
  return withTenant({ tenantId }, async (tx) => {
    const where = { tenantId, id: holder.id, status: "active" };
    if ((await tx.serviceAccount.count({ where })) === 0) return null;
    return [...(await permissionsOf(tx, tenantId, holder))];
  });
}

/** A session of the workspace's own provider has the account's role only where the account has no other workspace. */
function accountPart(directory: DirectoryRow | undefined, { subject }: Subject, query: ExplainQuery) {
  const role = directory?.account_role ?? null;
  const isAtStake = subject.type === "member" && role !== null && directory?.is_sole_tenant === false;
  const accountRole = isAtStake && query.sso === "yes" ? null : role;
  return { accountRole, isReachOpen: isAtStake && directory.has_sso && query.sso === undefined };
}

function refusalOf(
  applied: AppliedPolicy | null,
  { key, holder }: Subject,
  query: ExplainQuery,
): Denial | null {
  const ip = query.ip ?? null;
  // Without an address no list can be judged; the answer says that it depends on it.
  const supposed = applied && {
    ...applied,
    allowed: query.ip === undefined ? null : applied.allowed,
    method: query.sso === "no" ? null : "sso:supposed",
  };
  if (key || holder.type === "service_account") {
    const ipAllow = query.ip === undefined ? [] : (key?.ipAllow ?? []);
    return keyRefusal(supposed, { kind: key?.kind ?? "service", ipAllow }, ip);
  }
  if (!supposed) return null;
  if (query.support) {
    const kept = policyRefusal(supposed, { type: "support", ip });
    return kept && policyDenial(kept, ip);
  }
  const hasFactor = query.second_factor ? query.second_factor === "yes" : supposed.hasFactor;
  const reason = policyRefusal(supposed, { type: "user", mfaAt: hasFactor ? new Date() : null, ip });
  return reason && policyDenial(reason, ip);
}

function keyShut({ key }: Subject, applied: AppliedPolicy | null): string | null {
  const ends = key && applied ? keyEndsAt(applied.policy, key.createdAt) : null;
  return ends && ends <= new Date() ? "key_expired" : null;
}

/** decide() asks an actor for its kind, its scopes and its session's mode; nobody's session is used. */
function actorOf({ subject, holder, key }: Subject, { support: mode, permission }: ExplainQuery): Actor {
  if (key)
    return {
      type: "api_key",
      apiKeyId: key.id,
      name: subject.name,
      kind: key.kind,
      createdBy: holder.type === "user" ? holder.id : null,
      serviceAccountId: holder.type === "service_account" ? holder.id : null,
      scopes: key.scopes,
      roles: key.roles,
      ipAllow: key.ipAllow,
      ownRate: null,
    };
  // It acts by its keys: by one that has the scope in question.
  if (holder.type === "service_account")
    return {
      type: "api_key",
      apiKeyId: holder.id,
      name: subject.name,
      kind: "service",
      createdBy: null,
      serviceAccountId: holder.id,
      scopes: [permission],
      roles: null,
      ipAllow: [],
      ownRate: null,
    };
  if (!mode) return { type: "system", name: subject.name };
  const now = new Date();
  const nobody = { userId: null, staffId: null, staffName: "", sessionId: null, reason: "", ticket: "" };
  const supposed = {
    id: holder.id,
    tenantId: holder.id,
    userName: subject.name,
    mode,
    startedAt: now,
    expiresAt: now,
  };
  return supportActor({ ...nobody, ...supposed });
}

function readSubject(tenantId: string, query: ExplainQuery): Promise<Subject> {
  if (query.api_key_id) return readKey(tenantId, query.api_key_id);
  if (query.service_account_id) return readServiceAccount(tenantId, query.service_account_id);
  return readMember(tenantId, query.member_id ?? "");
}

async function readServiceAccount(tenantId: string, id: string): Promise<Subject> {
  const row = await withTenant({ tenantId }, (tx) =>
    tx.serviceAccount.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { name: true, status: true },
    }),
  );
  if (!row || row.status === "deleted") throw new NotFoundError("service account");
  return {
    subject: { type: "service_account", id, name: row.name },
    holder: { type: "service_account", id },
    shut: row.status === "active" ? null : "service_account_disabled",
    key: null,
  };
}

async function readMember(tenantId: string, userId: string): Promise<Subject> {
  const row = await withTenant({ tenantId }, (tx) =>
    tx.membership.findUnique({
      where: { tenantId_userId: { tenantId, userId } },
      select: { firstName: true, lastName: true, email: true, status: true },
    }),
  );
  if (!row || row.status === "removed") throw new NotFoundError("member");
  const name = `${row.firstName} ${row.lastName}`.trim() || row.email;
  const shut = row.status === "active" ? null : "member_inactive";
  return {
    subject: { type: "member", id: userId, name },
    holder: { type: "user", id: userId },
    shut,
    key: null,
  };
}

async function readKey(tenantId: string, id: string): Promise<Subject> {
  const row = await withTenant({ tenantId }, async (tx) => {
    const found = await tx.apiKey.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: {
        name: true,
        kind: true,
        createdBy: true,
        serviceAccountId: true,
        scopes: true,
        ipAllow: true,
        createdAt: true,
        revokedAt: true,
        expiresAt: true,
      },
    });
    return found && { ...found, power: await powerOfKey(tx, tenantId, { id, scopes: found.scopes }) };
  });
  if (!row) throw new NotFoundError("API key");
  const isExpired = row.expiresAt !== null && row.expiresAt <= new Date();
  return {
    subject: { type: "api_key", id, name: row.name },
    holder: keyOwner(row),
    shut: row.revokedAt ? "key_revoked" : isExpired ? "key_expired" : null,
    key: {
      id,
      kind: kindOf(row),
      scopes: row.power.scopes,
      roles: row.power.roles?.map(({ key }) => key) ?? null,
      ipAllow: row.ipAllow,
      createdAt: row.createdAt,
    },
  };
}

/** The policy in force with the person's facts, and their part in the account: one row of the control plane. */
function readDirectory(
  ctx: TenantContext,
  userId: string | null,
  apiKeyId: string | null,
): Promise<DirectoryRow | undefined> {
  return withSystem(async (tx) => {
    const [row] = await tx.$queryRaw<DirectoryRow[]>`
      select p.policy, p.policy_version, p.has_factor, p.member_since, null::text as session_method, false as password_due,
        (select m.role::text from platform.account_members m
          where m.account_id = ${ctx.tenant.accountId}::uuid and m.user_id = ${userId}::uuid) as account_role,
        not exists (select 1 from platform.tenants o where o.account_id = ${ctx.tenant.accountId}::uuid
          and o.id <> ${ctx.tenant.id}::uuid and o.status <> 'erased') as is_sole_tenant,
        exists (select 1 from platform.sso_connections c
          where c.tenant_id = ${ctx.tenant.id}::uuid and c.status = 'enabled') as has_sso,
        exists (select 1 from platform.sso_break_glass g
          where g.tenant_id = ${ctx.tenant.id}::uuid and g.user_id = ${userId}::uuid) as break_glass
      from (select 1) one
      left join platform.key_policy(${ctx.tenant.id}::uuid, ${apiKeyId}::uuid, ${userId}::uuid) p on true`;
    return row;
  });
}
