-- A row that a cell refuses waits for itself, with its error, and holds up only its own tenant's later rows.
alter table platform.cell_outbox
  add column attempts integer not null default 0,
  add column retry_at timestamptz,
  add column error text;
create index cell_outbox_waiting_idx on platform.cell_outbox (tenant_id) where retry_at is not null;
