import "server-only";
import type {
  AccountRole,
  BillingState,
  Entitlements,
  Formats,
  KeyKind,
  TenantStatus,
} from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import type { FeatureSwitches } from "@/lib/entitlements/resolve-feature";
import { createBatcher } from "@/lib/infra/create-batcher";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { admissionPool } from "@/lib/infra/database/pools";
import { withCapability } from "@/lib/tenancy/capabilities";
import {
  type AppliedPolicy,
  keyEndsAt,
  type PolicyRow,
  readAppliedPolicy,
} from "@/lib/tenancy/policies/policy-refusal";
import { admitElsewhere } from "./admit-elsewhere";

/** What a key's call says about itself. */
export type CallClaim = {
  keyId: string;
  secretHash: Buffer;
  /** Slug of the tenant host, null on the root host. */
  slug: string | null;
  /** X-Tenant, which must agree. */
  named: string | null;
  permission: string | null;
  metered: boolean;
  ip: string | null;
};

type TenantExtras = FeatureSwitches & { formats: Formats };

/** The key's tenant, its own facts and the rights of the person or service account behind it, as they are now. */
export type KeyFacts = {
  tenant_id: string;
  tenant_slug: string;
  tenant_name: string;
  tenant_status: TenantStatus;
  tenant_cell: string;
  tenant_locale: "en" | "nl";
  tenant_time_zone: string;
  account_id: string;
  plan_key: string;
  billing_state: BillingState;
  /** The plan's; switches are `extras`. */
  entitlements: Entitlements;
  extras: TenantExtras;
  api_key_id: string;
  key_name: string;
  key_kind: KeyKind;
  /** Null for a service account's key. */
  created_by: string | null;
  service_account_id: string | null;
  scopes: string[];
  /** Roles that the key is bound to, whose permissions are its scopes; null for a key that names them. */
  key_roles: string[] | null;
  /** Addresses and blocks that the key may be used from; none means any. */
  ip_allow: string[];
  /** Requests a minute of the key alone. */
  own_rate: number | null;
  permissions: string[];
  account_role: AccountRole | null;
};

export type AdmissionOutcome =
  | "unauthenticated"
  | "not_found"
  | "refused"
  | "rate_limited"
  | "quota_exceeded"
  | "admitted";

export type Admission = {
  callId: string;
  outcome: AdmissionOutcome;
  /** Null when the key is not genuine. */
  facts: KeyFacts | null;
  /** What the tenant's security policy says of the key; null where none was set. */
  policy: KeyPolicy | null;
  /** Null when nothing was reserved: settle only what has one. */
  periodId: string | null;
  rate: { limit: number; remaining: number; resetSeconds: number } | null;
  quota: { limit: number | null; used: number; resetsAt: Date } | null;
  retryAfterSeconds: number | null;
};

/** The policy with the key's own end under it. */
export type KeyPolicy = AppliedPolicy & { keyEndsAt: Date | null };

type Row = PolicyRow & {
  key_created_at: Date | null;
  call_id: string;
  outcome: AdmissionOutcome | null;
  facts: Omit<KeyFacts, "extras"> | null;
  extras: TenantExtras;
  period_id: string | null;
  period_end: Date | null;
  quota_used: string | null;
  quota_limit: string | null;
  rate_limit: string | null;
  rate_remaining: number | null;
  rate_reset_seconds: number | null;
  retry_after_seconds: number | null;
};

/** A reservation outlives the slowest answer (server.mjs cuts requests off at 30 s); then the sweeper takes it. */
const RESERVATION_SECONDS = 60;
const API_STATUSES = withCapability("api");

/**
 * Decides over one call of an API key in one statement: key, host, scope, tenant status, billing, rate, quota. An
 * admitted metered call holds one reservation of `api_calls` until settleCall(). Calls that arrive together share
 * the statement. A key of another cell costs a second statement, there.
 * @throws DomainError tenant_unavailable while the key's cell is down
 */
export async function admitCall(claim: CallClaim): Promise<Admission> {
  const admission = await admitTogether(claim);
  const { facts } = admission;
  return facts && facts.tenant_cell !== MAIN_CELL ? admitElsewhere(admission, facts) : admission;
}

const admitTogether = createBatcher(admitCalls, { maxBatch: 100, maxFlights: 2 });

/** The policy is read with the facts of each key, in the same statement. */
const ADMIT = `
  select a.*, p.*, platform.tenant_extras((a.facts ->> 'tenant_id')::uuid) as extras
  from platform.admit($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::text[], $6::text[],
    $7::boolean[], $8::inet[], $9::text[], $10::text[], $11::int) a
  left join lateral platform.key_policy((a.facts->>'tenant_id')::uuid, (a.facts->>'api_key_id')::uuid,
    (a.facts->>'created_by')::uuid) p on a.facts is not null`;

async function admitCalls(claims: CallClaim[]): Promise<Admission[]> {
  const ids = claims.map(() => newId());
  const { rows } = await admissionPool().query<Row>({
    name: "admit",
    text: ADMIT,
    values: [
      ids,
      claims.map((claim) => claim.keyId),
      claims.map((claim) => claim.secretHash),
      claims.map((claim) => claim.slug),
      claims.map((claim) => claim.named),
      claims.map((claim) => claim.permission),
      claims.map((claim) => claim.metered),
      claims.map((claim) => claim.ip),
      API_STATUSES.tenant,
      API_STATUSES.billing,
      RESERVATION_SECONDS,
    ],
  });
  const decided = new Map<string, Row>();
  const factsOf = new Map<string, Known>();
  const keyOfCall = new Map(ids.map((id, index) => [id, claims[index]?.keyId ?? ""]));
  for (const row of rows) {
    if (row.facts) {
      factsOf.set(keyOfCall.get(row.call_id) ?? "", {
        facts: { ...row.facts, extras: row.extras },
        policy: keyPolicy(row.facts.tenant_id, row),
      });
    }
    if (row.outcome) decided.set(row.call_id, row);
  }
  return ids.map((id) => present(id, decided.get(id), factsOf.get(keyOfCall.get(id) ?? "")));
}

type Known = { facts: KeyFacts; policy: KeyPolicy | null };

function keyPolicy(tenantId: string, row: Row): KeyPolicy | null {
  const applied = readAppliedPolicy(tenantId, row);
  if (!applied) return null;
  return {
    ...applied,
    keyEndsAt: row.key_created_at ? keyEndsAt(applied.policy, row.key_created_at) : null,
  };
}

function present(callId: string, row: Row | undefined, found: Known | undefined): Admission {
  const outcome = row?.outcome ?? "unauthenticated";
  const known = outcome === "unauthenticated" ? null : (found?.facts ?? null);
  const held = outcome === "admitted" && row?.quota_used != null;
  return {
    callId,
    outcome: known ? outcome : "unauthenticated",
    facts: known,
    policy: known ? (found?.policy ?? null) : null,
    periodId: held ? (row.period_id ?? null) : null,
    rate:
      row?.rate_limit == null || outcome === "refused"
        ? null
        : {
            limit: Number(row.rate_limit),
            remaining: row.rate_remaining ?? 0,
            resetSeconds: row.rate_reset_seconds ?? 0,
          },
    quota:
      row?.quota_used == null || !row.period_end
        ? null
        : {
            limit: row.quota_limit === null ? null : Number(row.quota_limit),
            used: Number(row.quota_used),
            resetsAt: row.period_end,
          },
    retryAfterSeconds: row?.retry_after_seconds ?? null,
  };
}
