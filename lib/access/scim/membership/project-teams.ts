import "server-only";
import type { EventContext } from "@/lib/audit/record-event";
import { recordEvents } from "@/lib/audit/record-events";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { LiveDirectory } from "./live-directories";
import { peopleOfDirectories } from "./people-of-directories";

type Change = { user_id: string; team_id: string; team: string; label: string; given: boolean };

/**
 * Puts these people into exactly the teams that their groups are mapped to, beside those that they were put into by hand:
 * those stay. Which directories count is as in projectRoles(). Call it with the lock of roles held.
 */
export async function projectTeams(
  tx: TenantTx,
  cause: EventContext,
  people: readonly string[],
  directories: readonly LiveDirectory[],
): Promise<void> {
  const tenantId = cause.tenant.id;
  const [found] = await tx.$queryRaw<{ any: boolean }[]>`
    select exists (select 1 from shared.scim_group_teams t where t.tenant_id = ${tenantId}::uuid)
      or exists (select 1 from shared.team_members m where m.tenant_id = ${tenantId}::uuid and m.source = 'scim') as any`;
  if (!found?.any) return;
  const ids = [...people];
  const live = directories.map(({ id }) => id);
  const changes = await tx.$queryRaw<Change[]>`
    with ${peopleOfDirectories(tenantId, ids, live)}, wanted as materialized (
      select distinct e.user_id, t.team_id from shared.scim_group_teams t
      join shared.scim_group_members g on g.tenant_id = t.tenant_id and g.group_id = t.group_id
      join entry e on e.id = g.scim_user_id
      join person p on p.user_id = e.user_id
      where t.tenant_id = ${tenantId}::uuid
    ), gone as (
      delete from shared.team_members m using person p
      where m.tenant_id = ${tenantId}::uuid and m.user_id = p.user_id and m.source = 'scim'
        and (m.user_id, m.team_id) not in (select user_id, team_id from wanted)
      returning m.user_id, m.team_id
    ), made as (
      insert into shared.team_members (tenant_id, team_id, user_id, source)
      select ${tenantId}::uuid, w.team_id, w.user_id, 'scim' from wanted w
      on conflict (tenant_id, team_id, user_id) do nothing
      returning user_id, team_id
    )
    select c.user_id::text, c.team_id::text, t.name::text as team, p.label, c.given from (
      select user_id, team_id, false as given from gone union all select user_id, team_id, true from made
    ) c join person p on p.user_id = c.user_id
    join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.id = c.team_id`;
  await recordEvents(
    tx,
    cause,
    changes.map(({ user_id, team_id, team, label, given }) => ({
      action: given ? "team.member_added" : "team.member_removed",
      target: { type: "member", id: user_id, label },
      [given ? "after" : "before"]: { team, team_id, kind: "member", source: "scim" },
    })),
  );
}
