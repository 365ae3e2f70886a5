-- Directory sync (SCIM): which connections take it, and the tokens their providers call with. Kept here because a token
-- leads to its tenant before any tenant is known; the people and groups it brings live in the tenant plane.

create table platform.scim_directories (
  connection_id uuid primary key,
  tenant_id uuid not null,
  enabled boolean not null default true,
  enabled_by uuid,
  enabled_at timestamptz not null default now(),
  last_call_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references platform.sso_connections (tenant_id, id) on delete cascade
);

create table platform.scim_tokens (
  id uuid primary key,
  tenant_id uuid not null,
  connection_id uuid not null,
  token_hash bytea not null unique,
  last_four varchar(4) not null,
  created_by uuid,
  created_by_name varchar(255) not null default '',
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_ip inet,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, connection_id) references platform.scim_directories (tenant_id, connection_id) on delete cascade
);
create index scim_tokens_connection_idx on platform.scim_tokens (tenant_id, connection_id, created_at desc);

grant select, insert, update, delete on platform.scim_directories, platform.scim_tokens to atrium_system;

-- What a token opens, whatever state it is in: the caller refuses, and can still write down whose refused call it was.
-- The use is noted at most twice a minute, so that a busy provider does not write one row for every call.
create function platform.use_scim_token(p_token_hash bytea, p_ip text)
returns table (token_id uuid, tenant_id uuid, connection_id uuid, connection_name text, connection_status text,
  default_role text, enabled boolean, state text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select k.id, k.tenant_id, k.connection_id, c.name::text, c.status::text, c.default_role::text, d.enabled,
    case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'live' end
  from platform.scim_tokens k
  join platform.scim_directories d on d.tenant_id = k.tenant_id and d.connection_id = k.connection_id
  join platform.sso_connections c on c.tenant_id = k.tenant_id and c.id = k.connection_id
  where k.token_hash = p_token_hash;
  update platform.scim_tokens k set last_used_at = now(), last_used_ip = p_ip::inet
  where k.token_hash = p_token_hash and k.revoked_at is null and k.expires_at > now()
    and (k.last_used_at is null or k.last_used_at < now() - interval '30 seconds');
  if found then
    update platform.scim_directories d set last_call_at = now()
    from platform.scim_tokens k
    where k.token_hash = p_token_hash and d.tenant_id = k.tenant_id and d.connection_id = k.connection_id;
  end if;
end $$;
revoke all on function platform.use_scim_token(bytea, text) from public;
grant execute on function platform.use_scim_token(bytea, text) to atrium_app, atrium_system;
