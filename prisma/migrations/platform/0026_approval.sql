-- Requests for a workspace that staff decide on, when the platform asks for it. Not tied to the tenant's row: a
-- rejected tenant is gone and its request stays with the operation, so that the person who asked can read why.
create table platform.tenant_reviews (
  id uuid primary key,
  tenant_id uuid not null unique,
  operation_id uuid not null unique references platform.operations (id) on delete cascade,
  account_id uuid not null references platform.accounts (id) on delete cascade,
  applicant_id uuid not null references platform.users (id) on delete cascade,
  applicant_email varchar(255) not null,
  locale varchar(5) not null default 'en' check (locale in ('en', 'nl')),
  name varchar(255) not null,
  slug varchar(100) not null,
  ip inet,
  state varchar(20) not null default 'waiting' check (state in ('waiting', 'info_requested', 'approved', 'rejected')),
  snoozed_until timestamptz,
  reason varchar(2000),
  decided_by uuid,
  decided_by_name varchar(255) not null default '',
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index tenant_reviews_open_idx on platform.tenant_reviews (created_at, id) where decided_at is null;
create index tenant_reviews_decided_idx on platform.tenant_reviews (decided_at desc, id desc) where decided_at is not null;
create index tenant_reviews_account_idx on platform.tenant_reviews (account_id, created_at);

create table platform.tenant_review_messages (
  id uuid primary key,
  review_id uuid not null references platform.tenant_reviews (id) on delete cascade,
  author varchar(10) not null check (author in ('staff', 'applicant')),
  author_id uuid,
  author_name varchar(255) not null default '',
  body varchar(2000) not null,
  created_at timestamptz not null default now()
);
create index tenant_review_messages_review_idx on platform.tenant_review_messages (review_id, created_at, id);

grant select, insert, update, delete on platform.tenant_reviews, platform.tenant_review_messages to atrium_system;
