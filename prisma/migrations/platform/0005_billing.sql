-- A downgrade waits for the end of the period: `plan_type` is what was paid for, `pending_plan` what comes next.
alter table platform.subscriptions
  add column pending_plan varchar(50),
  add column cancel_reason varchar(50),
  add column ended_at timestamptz;

create index stripe_events_customer_idx on platform.stripe_events (stripe_customer_id) where handled_at is null;
