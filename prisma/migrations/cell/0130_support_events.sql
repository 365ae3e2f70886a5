-- What staff did in a support session names both people, the session and its ticket.
alter table shared.domain_events
  add column support_session_id uuid,
  add column ticket varchar(80);
create index domain_events_support_idx on shared.domain_events (tenant_id, support_session_id, occurred_at)
  where support_session_id is not null;
