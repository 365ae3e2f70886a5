-- Addresses that a key may be used from (none: from anywhere), the key that took its place, and which reminder of its
-- end was mailed last, as days before it.
alter table shared.api_keys
  add column ip_allow text[] not null default '{}',
  add column replaced_by uuid,
  add column reminded_days int;
create index api_keys_lineage_idx on shared.api_keys (tenant_id, lineage_id);
create index api_keys_ending_idx on shared.api_keys (expires_at) where revoked_at is null and expires_at is not null;
