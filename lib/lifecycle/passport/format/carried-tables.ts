/**
 * What a passport takes of the control plane. Every control-plane table with a tenant's id stands in one of the two
 * lists (tested). `omit` are columns that belong to the installation and are filled in on arrival.
 * Of the tenant plane everything is taken, so that a new table cannot be forgotten; see NOT_CARRIED for the exceptions.
 */
export const PLATFORM_TABLES = [
  {
    name: "tenants",
    tenantColumn: "id",
    omit: [
      "account_id",
      "slug",
      "plan_type",
      "status",
      "status_reason",
      "cell",
      "delete_after",
      "created_by",
      "updated_at",
    ],
  },
  { name: "user_tenants", tenantColumn: "tenant_id", omit: [] },
  { name: "token_directory", tenantColumn: "tenant_id", omit: [] },
  { name: "api_key_directory", tenantColumn: "tenant_id", omit: ["account_id"] },
  { name: "tenant_features", tenantColumn: "tenant_id", omit: [] },
  { name: "security_policies", tenantColumn: "tenant_id", omit: [] },
] as const satisfies readonly PlatformTable[];

export type PlatformTable = { name: string; tenantColumn: string; omit: readonly string[] };

/** Control-plane tables with a tenant's id that stay behind, and why. */
export const LEFT_BEHIND: Readonly<Record<string, string>> = {
  users: "the home tenant is chosen again by the person",
  onboarding: "belongs to a person",
  domains: "a host name must be proved again where it is used",
  subscriptions: "money belongs to the account",
  checkout_sessions: "money belongs to the account",
  reservations: "lives a minute",
  operations: "the installation's own work",
  outbox: "the installation's own work",
  cell_outbox: "the installation's own work",
  directory_applied: "the installation's own work",
  tenant_reviews: "the installation's own decision",
  tenant_status_changes: "the installation's own audit",
  idempotency_keys: "lives 24 hours",
  platform_events: "the installation's own audit",
  tenant_keys: "keys never leave; secrets are wrapped again under the bundle's key",
  key_rotations: "the installation's own work",
  passport_exports: "bundles are not put into bundles",
  sso_connections: "a provider trusts one installation's addresses; it is connected again",
  sso_domains: "a mail domain must be proved again where it is used",
  sso_identities: "belongs to a connection that stays behind",
  sso_flows: "lives ten minutes",
  sso_assertions: "lives an hour",
  sso_setup_links: "leads to a connection that stays behind",
  sso_keys: "a provider knows one installation's certificate; another one is made",
  sso_break_glass: "belongs to the connection's rule",
  join_settings: "rests on a mail domain that must be proved again where it is used",
  support_requests: "what the installation's own staff asked for",
  support_sessions: "the installation's own staff",
  scim_directories: "belongs to a connection that stays behind",
  scim_tokens: "a provider's token is made again where its connection is",
  tenant_slugs: "earlier addresses lead on within one installation",
};

/**
 * The object store holds no content of a tenant: pictures are rows (shared.brand_assets) and go along. Who writes an
 * object, and why it stays behind.
 */
export const OBJECTS_LEFT_BEHIND: Readonly<Record<string, string>> = {
  "lib/lifecycle/exports/make-export.ts": "a copy of the rows for download; removed when it expires",
  "lib/lifecycle/passport/exports/run-passport-export.ts":
    "bundles are not put into bundles; removed when they expire",
};

/** Tables of the tenant plane that a passport does not take. */
export const NOT_CARRIED: readonly string[] = [
  // Made again from the passport's head: it carries the address, which may change on arrival.
  "shared.tenants",
];

/** What a sandbox copy does not get: history, usage, and whatever reaches outside or lets somebody in. */
export const NOT_CLONED: readonly RegExp[] = [
  /^platform\.(token_directory|api_key_directory)$/,
  /^warehouse\./,
  /^shared\.(invitations|invitation_.*|membership_requests|api_keys|api_requests|usage_.*|domain_events|audit_.*|notifications?|scim_.*|.*(integration|webhook|secret|delivery|sink|export).*)$/,
  /^tenant\.(agent_metrics|workflow_executions|workflow_artifacts|.*(integration|webhook|secret|delivery|sink).*)$/,
];
