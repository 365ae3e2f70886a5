import "server-only";
import type {
  AccountRole,
  BillingState,
  Entitlements,
  Formats,
  SupportVisit,
  TenantFacts,
  TenantStatus,
  UserActor,
} from "@/lib/core/context";
import { applySwitches, type FeatureSwitches } from "@/lib/entitlements/resolve-feature";
import { readerPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { rememberCell } from "@/lib/tenancy/cells/cell-of";
import { type AppliedPolicy, type PolicyRow, readAppliedPolicy } from "@/lib/tenancy/policies/policy-refusal";

type TenantExtras = FeatureSwitches & { formats: Formats };

type Row = PolicyRow & {
  tenant_id: string | null;
  tenant_slug: string;
  tenant_name: string;
  tenant_status: TenantStatus;
  tenant_cell: string;
  tenant_locale: "en" | "nl";
  tenant_time_zone: string;
  account_id: string;
  plan_key: string;
  billing_state: BillingState;
  entitlements: Entitlements;
  extras: TenantExtras;
  session_id: string | null;
  user_id: string;
  user_email: string;
  first_name: string;
  last_name: string;
  platform_role: "user" | "super_admin";
  user_locale: "en" | "nl";
  user_theme: "light" | "dark" | "system";
  key_id: string | null;
  key_auth_at: Date;
  key_mfa_at: Date | null;
  account_role: AccountRole | null;
  sso_connection_id: string | null;
  account_reach: boolean;
  support: (Omit<SupportVisit, "startedAt" | "expiresAt"> & { startedAt: string; expiresAt: string }) | null;
};

/** What the directories know of a host and a session, before any tenant is entered. */
export type DirectoryAnswer = {
  tenant: TenantFacts | null;
  user: UserActor | null;
  locale: "en" | "nl";
  theme: "light" | "dark" | "system";
  accountRole: AccountRole | null;
  /** The tenant's security policy; null where it never set one. */
  policy: AppliedPolicy | null;
};

/**
 * First the session behind the cookie's key, and what support and single sign-on limit: such a session is none outside
 * its own tenant. Then the policy: a session beyond the tenant's own limits is ended before anybody is found by it.
 */
const REQUEST = `
  select r.*, v.support, k.key_id, k.auth_at as key_auth_at, k.mfa_at as key_mfa_at, l.sso_connection_id, l.account_reach, l.break_glass, p.policy, p.policy_version, p.session_method, p.password_due, p.has_factor, p.member_since,
    platform.tenant_extras(r.tenant_id) as extras
  from (select 1) one left join platform.open_session($2, $3) k on true
  cross join lateral platform.limit_support_session($1, k.sid_hash) v
  cross join lateral platform.limit_sso_session($1, v.sid_hash) l cross join lateral platform.apply_policy($1, l.sid_hash) p
  cross join lateral platform.request_context($1, p.sid_hash) r`;

/**
 * Looks up a host's tenant, its policy and a cookie's session in one statement. Any may be missing. `isPeek`: the real
 * look-up of this request comes after, and alone may use up what a replaced key is still good for.
 */
export async function lookUpRequest(
  slug: string | null,
  sid: string | null,
  isPeek = false,
): Promise<DirectoryAnswer> {
  const { rows } = await readerPool().query<Row>({
    name: "request-context",
    text: REQUEST,
    values: [slug, sid ? hashToken(sid) : null, !isPeek],
  });
  const row = rows[0];
  if (!row)
    return { tenant: null, user: null, locale: "en", theme: "system", accountRole: null, policy: null };
  return {
    tenant: row.tenant_id ? tenantFacts({ ...row, tenant_id: row.tenant_id }) : null,
    user: row.session_id ? userActor({ ...row, session_id: row.session_id }) : null,
    locale: row.user_locale ?? "en",
    theme: row.user_theme ?? "system",
    // What an account's role adds is money and deletion: nothing for a support session.
    accountRole: row.account_reach && !row.support ? row.account_role : null,
    policy: row.tenant_id ? readAppliedPolicy(row.tenant_id, row) : null,
  };
}

type TenantRow = Pick<
  Row,
  | "tenant_slug"
  | "tenant_name"
  | "tenant_status"
  | "tenant_cell"
  | "tenant_locale"
  | "tenant_time_zone"
  | "account_id"
  | "plan_key"
  | "billing_state"
  | "entitlements"
  | "extras"
> & { tenant_id: string };

/** The tenant's facts by id, for keys and jobs; null when there is no such tenant. */
export async function lookUpTenant(tenantId: string): Promise<TenantFacts | null> {
  const { rows } = await readerPool().query<TenantRow>({
    name: "tenant-by-id",
    text: "select t.*, platform.tenant_extras(t.tenant_id) as extras from platform.tenant_by_id($1) t",
    values: [tenantId],
  });
  return rows[0] ? tenantFacts(rows[0]) : null;
}

function tenantFacts(row: TenantRow): TenantFacts {
  rememberCell(row.tenant_id, row.tenant_cell);
  return {
    id: row.tenant_id,
    slug: row.tenant_slug,
    name: row.tenant_name,
    status: row.tenant_status,
    cell: row.tenant_cell,
    locale: row.tenant_locale,
    timeZone: row.tenant_time_zone,
    accountId: row.account_id,
    planKey: row.plan_key,
    billingState: row.billing_state,
    formats: row.extras.formats,
    entitlements: applySwitches(row.entitlements, row.tenant_id, row.extras),
  };
}

function userActor(row: Row & { session_id: string }): UserActor {
  return {
    type: "user",
    userId: row.user_id,
    sessionId: row.session_id,
    email: row.user_email,
    name: `${row.first_name} ${row.last_name}`.trim(),
    platformRole: row.platform_role,
    authAt: row.key_auth_at,
    mfaAt: row.key_mfa_at,
    ...(row.key_id && { sessionKeyId: row.key_id }),
    ...(row.sso_connection_id && { ssoConnectionId: row.sso_connection_id }),
    ...(row.support && {
      support: {
        ...row.support,
        startedAt: new Date(row.support.startedAt),
        expiresAt: new Date(row.support.expiresAt),
      },
    }),
  };
}
