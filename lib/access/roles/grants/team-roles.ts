import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

export type TeamRole = {
  team_id: string;
  /** The team whose binding it is: this one, or one above that hands it down. */
  from_id: string;
  from_name: string;
  role_id: string;
  role: string;
  name: string;
  rank: number;
  inherit: boolean;
  expires_at: Date | null;
};

/** What members of these teams hold through them: the teams' own roles, and those that the teams above hand down. */
export function teamRoles(tx: TenantTx, tenantId: string, teamIds: readonly string[]): Promise<TeamRole[]> {
  return tx.$queryRaw<TeamRole[]>`
    with recursive above as (
      select t.id as team_id, t.id, t.parent_id, t.name, 1 as step from shared.teams t
      where t.tenant_id = ${tenantId}::uuid and t.id = any(${[...teamIds]}::uuid[])
      union all
      select a.team_id, t.id, t.parent_id, t.name, a.step + 1 from above a
      join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.id = a.parent_id where a.step < 8
    )
    select a.team_id::text, a.id::text as from_id, a.name::text as from_name, r.id::text as role_id, r.key::text as role,
      r.name::text, r.rank, b.inherit, b.expires_at
    from above a
    join shared.role_bindings b on b.tenant_id = ${tenantId}::uuid and b.subject_type = 'team' and b.subject_id = a.id
      and (b.inherit or a.step = 1) and (b.expires_at is null or b.expires_at > now())
    join shared.roles r on r.tenant_id = ${tenantId}::uuid and r.id = b.role_id
    order by a.step, r.rank desc, r.key`;
}

/** A team's role as assertMayExchange() takes it. */
export function lastingTeamRole({ role_id: id, rank, expires_at: expiresAt }: TeamRole) {
  return { id, rank, expiresAt };
}
