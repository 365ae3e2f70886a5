-- An invitation ends in one of five ways, and this is where it is decided: whatever code does, a closed one stays
-- closed. Sending an expired or bounced one again opens it with a new token.
-- contract: the list of states only grows; the release before writes none that is refused.
alter table shared.invitations drop constraint invitations_status_check;
-- contract: every present row has one of the four states.
alter table shared.invitations add constraint invitations_status_check
  check (status in ('pending', 'accepted', 'declined', 'revoked', 'expired', 'bounced')) not valid;
alter table shared.invitations validate constraint invitations_status_check;
alter table shared.invitations add column closed_at timestamptz;
alter table shared.invitations add column bounce_reason varchar(200);
create index invitations_due_idx on shared.invitations (expires_at) where status = 'pending';

create function shared.guard_invitation() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if new.status <> old.status then
    if old.status = 'pending' then
      new.closed_at := clock_timestamp();
    elsif old.status in ('expired', 'bounced') and new.status = 'pending' and new.token_hash <> old.token_hash then
      new.closed_at := null;
      new.bounce_reason := null;
    else
      raise exception 'an invitation that is % cannot become %', old.status, new.status
        using errcode = '23514', constraint = 'invitation_transition';
    end if;
  elsif old.status <> 'pending' and (new.token_hash, new.role_id) is distinct from
      (old.token_hash, old.role_id) then
    raise exception 'a closed invitation does not change' using errcode = '23514', constraint = 'invitation_transition';
  end if;
  if new.status <> old.status and (new.status = 'accepted') <> (new.accepted_by is not null) then
    raise exception 'an invitation is accepted by somebody' using errcode = '23514', constraint = 'invitation_transition';
  end if;
  return new;
end $$;
revoke all on function shared.guard_invitation() from public;
create trigger invitations_guard before update on shared.invitations
  for each row execute function shared.guard_invitation();
