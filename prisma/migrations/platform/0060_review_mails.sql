-- When staff were mailed that a request waits; null: not since it last became theirs to look at.
alter table platform.tenant_reviews add column announced_at timestamptz;
update platform.tenant_reviews set announced_at = now();
create index tenant_reviews_announced_idx on platform.tenant_reviews (announced_at) where decided_at is null;
