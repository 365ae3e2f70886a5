-- The control plane: who pays, who signs in, which plan, and the directories that answer before a tenant is known.
-- No tenant content. Only atrium_system works on these tables; every other role goes through 0002's functions.
create schema platform;
revoke all on schema platform from public;
grant usage on schema platform to atrium_system, atrium_app, atrium_admission, atrium_readonly;

-- People --------------------------------------------------------------------------------------------------
create table platform.users (
  id uuid primary key,
  tenant_id uuid,
  email varchar(255) not null unique check (email = lower(email) and email like '%_@_%'),
  first_name varchar(100) not null default '',
  last_name varchar(100) not null default '',
  role varchar(50) not null default 'user',
  status varchar(20) not null default 'active' check (status in ('active', 'disabled')),
  platform_role varchar(20) not null default 'user' check (platform_role in ('user', 'super_admin')),
  locale varchar(5) not null default 'en' check (locale in ('en', 'nl')),
  theme varchar(10) not null default 'system' check (theme in ('light', 'dark', 'system')),
  time_zone varchar(64) not null default 'Europe/Amsterdam',
  last_sign_in_method varchar(30),
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table platform.credentials (
  user_id uuid primary key references platform.users (id) on delete cascade,
  password_hash text not null,
  updated_at timestamptz not null default now()
);

create table platform.totp_factors (
  user_id uuid primary key references platform.users (id) on delete cascade,
  secret_sealed text not null,
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null default now()
);

create table platform.identities (
  id uuid primary key,
  user_id uuid not null references platform.users (id) on delete cascade,
  provider varchar(30) not null,
  provider_subject varchar(255) not null,
  created_at timestamptz not null default now(),
  unique (provider, provider_subject)
);

create table platform.sessions (
  id uuid primary key,
  sid_hash bytea not null unique,
  user_id uuid not null references platform.users (id) on delete cascade,
  method varchar(30) not null,
  ip inet,
  user_agent text,
  auth_at timestamptz not null default now(),
  mfa_at timestamptz,
  last_seen_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  absolute_expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create index sessions_user_idx on platform.sessions (user_id) where revoked_at is null;

-- A person who has not proved an address yet is no user: nothing else refers to this row.
create table platform.sign_ups (
  id uuid primary key,
  token_hash bytea not null unique,
  email varchar(255) not null,
  first_name varchar(100) not null,
  last_name varchar(100) not null,
  password_hash text not null,
  locale varchar(5) not null default 'en',
  code_hash bytea not null,
  attempts int not null default 0,
  sends int not null default 1,
  last_sent_at timestamptz not null default now(),
  expires_at timestamptz not null,
  consumed_at timestamptz,
  created_at timestamptz not null default now()
);

-- Single-use proofs. `kind` and `audience` are part of every look-up, so that no kind can stand in for another.
create table platform.auth_tokens (
  id uuid primary key,
  kind varchar(30) not null check (kind in ('handoff', 'password_reset', 'mfa_challenge', 'mfa_enrolment')),
  token_hash bytea not null unique,
  user_id uuid not null references platform.users (id) on delete cascade,
  session_id uuid references platform.sessions (id) on delete cascade,
  audience varchar(255) not null default '',
  payload jsonb not null default '{}',
  attempts int not null default 0,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index auth_tokens_user_idx on platform.auth_tokens (user_id, kind);

-- Accounts and tenants ------------------------------------------------------------------------------------
create table platform.accounts (
  id uuid primary key,
  name varchar(255) not null,
  billing_email varchar(255),
  currency char(3) not null default 'usd',
  stripe_customer_id varchar(255) unique,
  plan_key varchar(50) not null default 'free',
  billing_state varchar(20) not null default 'none'
    check (billing_state in ('none', 'trialing', 'active', 'grace', 'restricted', 'suspended', 'ended')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table platform.account_members (
  account_id uuid not null references platform.accounts (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  role varchar(20) not null check (role in ('owner', 'billing_admin', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (account_id, user_id)
);
create index account_members_user_idx on platform.account_members (user_id);

create table platform.tenants (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id),
  name varchar(255) not null,
  slug varchar(100) not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  plan_type varchar(50) not null default 'free',
  status varchar(20) not null default 'active' check (status in ('pending_approval', 'provisioning', 'active',
    'grace', 'restricted', 'suspended', 'moving', 'parked', 'offboarding', 'erased')),
  status_reason text,
  cell varchar(50) not null default 'main',
  locale varchar(5) not null default 'en' check (locale in ('en', 'nl')),
  time_zone varchar(64) not null default 'Europe/Amsterdam',
  delete_after timestamptz,
  created_by uuid references platform.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index tenants_account_idx on platform.tenants (account_id);
alter table platform.users add constraint users_tenant_id_fkey
  foreign key (tenant_id) references platform.tenants (id) on delete set null;

-- Directory: which tenants a person may open. The truth is shared.memberships in the tenant's cell.
create table platform.user_tenants (
  user_id uuid not null references platform.users (id) on delete cascade,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  status varchar(20) not null default 'active' check (status in ('active', 'suspended')),
  last_opened_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (user_id, tenant_id)
);
create index user_tenants_tenant_idx on platform.user_tenants (tenant_id);

-- Directory: token hash to tenant, for links that arrive on the root host (invitations).
create table platform.token_directory (
  token_hash bytea primary key,
  kind varchar(30) not null,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);

-- Directory: API-key id to tenant, hash and scopes. The admission function reads nothing else of a key.
create table platform.api_key_directory (
  key_id varchar(32) primary key,
  api_key_id uuid not null unique,
  tenant_id uuid not null references platform.tenants (id) on delete cascade,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  secret_hash bytea not null,
  created_by uuid not null,
  scopes text[] not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_ip inet,
  created_at timestamptz not null default now()
);
create index api_key_directory_tenant_idx on platform.api_key_directory (tenant_id);

create table platform.onboarding (
  user_id uuid primary key references platform.users (id) on delete cascade,
  tenant_id uuid references platform.tenants (id) on delete set null,
  step varchar(20) not null default 'workspace',
  data jsonb not null default '{}',
  completed_at timestamptz,
  updated_at timestamptz not null default now()
);

-- Plans and entitlements ----------------------------------------------------------------------------------
create table platform.plans (
  key varchar(50) not null,
  version int not null,
  name varchar(100) not null,
  rank int not null,
  state varchar(10) not null default 'live' check (state in ('draft', 'live', 'archived')),
  stripe_product_id varchar(255),
  created_at timestamptz not null default now(),
  primary key (key, version)
);

create table platform.plan_prices (
  plan_key varchar(50) not null,
  plan_version int not null,
  billing_interval varchar(10) not null check (billing_interval in ('month', 'year')),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor >= 0),
  lookup_key varchar(100) not null unique,
  stripe_price_id varchar(255) unique,
  primary key (plan_key, plan_version, billing_interval, currency),
  foreign key (plan_key, plan_version) references platform.plans (key, version)
);

create table platform.plan_entitlements (
  plan_key varchar(50) not null,
  plan_version int not null,
  feature varchar(60) not null,
  enabled boolean not null,
  limit_value bigint,
  level varchar(30),
  primary key (plan_key, plan_version, feature),
  foreign key (plan_key, plan_version) references platform.plans (key, version)
);

create table platform.account_overrides (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  feature varchar(60) not null,
  enabled boolean not null,
  limit_value bigint,
  level varchar(30),
  reason text not null,
  expires_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (account_id, feature)
);

-- What the account may use now: plan and overrides, recomputed as a whole. limit_value null means unlimited.
create table platform.account_entitlements (
  account_id uuid not null references platform.accounts (id) on delete cascade,
  feature varchar(60) not null,
  enabled boolean not null,
  limit_value bigint,
  level varchar(30),
  source varchar(10) not null check (source in ('plan', 'override')),
  primary key (account_id, feature)
);

-- Stripe: inbox, mirror ------------------------------------------------------------------------------------
create table platform.subscriptions (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  tenant_id uuid references platform.tenants (id) on delete set null,
  stripe_subscription_id varchar(255) not null unique,
  plan_type varchar(50) not null,
  plan_version int not null default 1,
  billing_interval varchar(10) not null default 'month',
  status varchar(20) not null default 'active',
  stripe_price_id varchar(255),
  current_period_start timestamptz,
  current_period_end timestamptz,
  cancel_at_period_end boolean not null default false,
  cancel_at timestamptz,
  canceled_at timestamptz,
  past_due_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index subscriptions_account_idx on platform.subscriptions (account_id);
-- A second live subscription would bill the account twice.
create unique index subscriptions_one_live_idx on platform.subscriptions (account_id)
  where status in ('active', 'trialing', 'past_due', 'unpaid', 'paused');

create table platform.invoices (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  stripe_invoice_id varchar(255) not null unique,
  stripe_subscription_id varchar(255),
  number varchar(100),
  status varchar(20) not null,
  currency char(3) not null,
  total_minor bigint not null,
  amount_due_minor bigint not null,
  amount_paid_minor bigint not null,
  hosted_invoice_url text,
  invoice_pdf_url text,
  period_start timestamptz,
  period_end timestamptz,
  issued_at timestamptz not null,
  updated_at timestamptz not null default now()
);
create index invoices_account_idx on platform.invoices (account_id, issued_at desc, id desc);

create table platform.checkout_sessions (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  stripe_session_id varchar(255) unique,
  plan_key varchar(50) not null,
  billing_interval varchar(10) not null,
  status varchar(20) not null default 'open' check (status in ('open', 'complete', 'expired', 'refunded')),
  url text,
  created_by uuid not null,
  tenant_id uuid references platform.tenants (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index checkout_sessions_one_open_idx on platform.checkout_sessions (account_id) where status = 'open';

create table platform.stripe_events (
  id varchar(255) primary key,
  type varchar(100) not null,
  api_version varchar(50),
  livemode boolean not null,
  stripe_customer_id varchar(255),
  payload jsonb not null,
  event_created_at timestamptz not null,
  received_at timestamptz not null default now(),
  attempts int not null default 0,
  last_error text,
  handled_at timestamptz
);
create index stripe_events_open_idx on platform.stripe_events (received_at) where handled_at is null;

-- Usage: periods and counters belong to the account --------------------------------------------------------
create table platform.usage_periods (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  source varchar(10) not null check (source in ('calendar', 'stripe')),
  state varchar(10) not null default 'open' check (state in ('open', 'closing', 'closed')),
  created_at timestamptz not null default now(),
  unique (account_id, starts_at)
);
create index usage_periods_lookup_idx on platform.usage_periods (account_id, ends_at desc);

-- period_id is the zero id for gauges (tenants, agents), which do not start again with a period.
create table platform.account_counters (
  account_id uuid not null references platform.accounts (id) on delete cascade,
  meter varchar(50) not null,
  period_id uuid not null,
  used bigint not null default 0 check (used >= 0),
  reserved bigint not null default 0 check (reserved >= 0),
  updated_at timestamptz not null default now(),
  primary key (account_id, meter, period_id)
) with (fillfactor = 50);

create table platform.reservations (
  id uuid primary key,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  tenant_id uuid,
  meter varchar(50) not null,
  period_id uuid not null,
  quantity bigint not null check (quantity > 0),
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index reservations_expiry_idx on platform.reservations (expires_at);

-- Operations ----------------------------------------------------------------------------------------------
create table platform.operations (
  id uuid primary key,
  kind varchar(30) not null,
  account_id uuid references platform.accounts (id) on delete cascade,
  tenant_id uuid references platform.tenants (id) on delete cascade,
  state varchar(20) not null default 'pending' check (state in ('pending', 'running', 'succeeded', 'failed')),
  error text,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table platform.operation_steps (
  operation_id uuid not null references platform.operations (id) on delete cascade,
  position int not null,
  name varchar(50) not null,
  state varchar(20) not null default 'pending' check (state in ('pending', 'running', 'succeeded', 'failed')),
  attempts int not null default 0,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (operation_id, position)
);

-- Payloads are sealed (they hold codes and links) and wiped once delivered; jobs carry only the row's id.
create table platform.outbox (
  id uuid primary key,
  queue varchar(50) not null,
  payload text,
  tenant_id uuid,
  dedupe_key varchar(200) unique,
  created_at timestamptz not null default now(),
  relayed_at timestamptz,
  done_at timestamptz
);
create index outbox_open_idx on platform.outbox (created_at) where relayed_at is null;

create table platform.idempotency_keys (
  scope varchar(200) not null,
  key varchar(255) not null,
  body_hash bytea not null,
  status int,
  body jsonb,
  headers jsonb,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_keys_age_idx on platform.idempotency_keys (created_at);

-- Losing these after a crash only forgives: unlogged is enough and half the price.
create unlogged table platform.rate_limits (
  key varchar(200) primary key,
  tat timestamptz not null
) with (fillfactor = 50);

create table platform.platform_events (
  id uuid primary key,
  occurred_at timestamptz not null default now(),
  actor_type varchar(20) not null,
  actor_id uuid,
  actor_label varchar(255) not null default '',
  action varchar(80) not null,
  account_id uuid,
  tenant_id uuid,
  target_type varchar(50) not null,
  target_id varchar(255) not null,
  target_label varchar(255) not null default '',
  reason text,
  before jsonb,
  after jsonb,
  ip inet,
  user_agent text,
  request_id varchar(64)
);
create index platform_events_time_idx on platform.platform_events (occurred_at desc, id desc);
create index platform_events_tenant_idx on platform.platform_events (tenant_id, occurred_at desc);

create table platform.settings (
  key varchar(100) primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- Rights --------------------------------------------------------------------------------------------------
grant select, insert, update, delete on all tables in schema platform to atrium_system;
revoke update, delete on platform.platform_events from atrium_system;
