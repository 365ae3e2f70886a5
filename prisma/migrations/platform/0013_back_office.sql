-- The back-office lists tenants newest first and searches its trail by action and by person.
create index tenants_list_idx on platform.tenants (created_at desc, id desc);
create index platform_events_action_idx on platform.platform_events (action, occurred_at desc, id desc);
create index platform_events_actor_idx on platform.platform_events (actor_id, occurred_at desc, id desc);
