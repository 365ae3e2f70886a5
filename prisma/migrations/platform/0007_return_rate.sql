-- Gives back what take_rate() took, for attempts that turn out to be right: only failures should count against a person.
create function platform.return_rate(p_key text, p_limit int, p_window_seconds int)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update platform.rate_limits
  set tat = tat - make_interval(secs => p_window_seconds::double precision / p_limit)
  where key = p_key
$$;
revoke all on function platform.return_rate(text, int, int) from public;
grant execute on function platform.return_rate(text, int, int) to atrium_admission;
