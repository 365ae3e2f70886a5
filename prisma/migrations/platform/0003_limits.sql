-- A period made by the same statement is invisible to it: the function is asked first, then read.
create or replace function platform.account_usage(p_account_id uuid)
returns table (meter text, used bigint, limit_value bigint, period_start timestamptz, period_end timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  open_period uuid := platform.current_period(p_account_id);
begin
  return query
    select m.meter, coalesce(c.used + c.reserved, 0), e.limit_value,
      case when m.gauge then null else p.starts_at end, case when m.gauge then null else p.ends_at end
    from (values ('api_calls', 'api_calls', false), ('agents', 'agents', true), ('tenants', 'tenants', true))
      m (meter, feature, gauge)
    join platform.usage_periods p on p.id = open_period
    left join platform.account_entitlements e on e.account_id = p_account_id and e.feature = m.feature
    left join platform.account_counters c on c.account_id = p_account_id and c.meter = m.meter
      and c.period_id = case when m.gauge then '00000000-0000-0000-0000-000000000000'::uuid else p.id end;
end $$;

-- Kept answers may hold a key that is shown once: they are stored sealed.
alter table platform.idempotency_keys drop column body, drop column headers, add column answer_sealed text;
