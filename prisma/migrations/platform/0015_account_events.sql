-- A tenant's history holds its account's events too: subscriptions and plans belong to the account.
create index platform_events_account_idx on platform.platform_events (account_id, occurred_at desc, id desc);
