-- When a list last moved, and how often it was set going again: one whose worker died must not hold up its workspace.
alter table shared.invitation_batches
  add column progressed_at timestamptz not null default now(),
  add column restarts int not null default 0;
