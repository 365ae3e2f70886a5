-- What an operation was asked to do: enough to resume it, and to try again after its tenant was taken away.
alter table platform.operations add column input jsonb not null default '{}';
create index operations_open_idx on platform.operations (created_at) where state in ('pending', 'running');
create index operations_creator_idx on platform.operations (created_by, created_at desc);
