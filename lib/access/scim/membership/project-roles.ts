import "server-only";
import { deriveHome } from "@/lib/access/roles/grants/derive-home";
import type { EventContext, EventInput } from "@/lib/audit/record-event";
import { recordEvents } from "@/lib/audit/record-events";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { LiveDirectory } from "./live-directories";
import { peopleOfDirectories } from "./people-of-directories";
import { projectTeams } from "./project-teams";

type Change = { user_id: string; role: string; label: string; given: boolean };

/**
 * Gives these people exactly the roles that their groups are bound to, and the teams these are mapped to, and the fallback where that leaves them without
 * any. What was given by hand stays; what a directory or a sign-in's group claims gave and no group gives now, goes.
 * What both gave is the directory's from then on. The groups of every live directory count, and for people whom none of
 * them lists what those said that were switched off. Call it with the lock of roles held.
 */
export async function projectRoles(
  tx: TenantTx,
  cause: EventContext,
  people: readonly string[],
  by: { live: readonly LiveDirectory[]; fallbackRoleId: string | null },
): Promise<void> {
  if (people.length === 0) return;
  const tenantId = cause.tenant.id;
  const ids = [...new Set(people)];
  const live = by.live.map(({ id }) => id);
  const { fallbackRoleId } = by;
  const changes = await tx.$queryRaw<Change[]>`
    with ${peopleOfDirectories(tenantId, ids, live)}, bound as materialized (
      select b.subject_id as group_id, b.role_id from shared.role_bindings b
      where b.tenant_id = ${tenantId}::uuid and b.subject_type = 'scim_group' and b.node_id is null
    ), grouped as materialized (
      select distinct e.user_id, b.role_id from bound b
      join shared.scim_group_members g on g.tenant_id = ${tenantId}::uuid and g.group_id = b.group_id
      join entry e on e.id = g.scim_user_id
      join person p on p.user_id = e.user_id
    ), wanted as (
      select user_id, role_id from grouped
      union
      select p.user_id, ${fallbackRoleId}::uuid from person p
      where ${fallbackRoleId}::uuid is not null
        and p.user_id in (select user_id from entry)
        and p.user_id not in (select user_id from grouped)
        and p.user_id not in (select b.subject_id from shared.role_bindings b where b.tenant_id = ${tenantId}::uuid
          and b.subject_type = 'user' and b.subject_id = any(${ids}::uuid[]) and b.source not in ('scim', 'jit')
          and (b.expires_at is null or b.expires_at > now()))
    ), gone as (
      delete from shared.role_bindings b using person p
      where b.tenant_id = ${tenantId}::uuid and b.subject_type = 'user' and b.subject_id = p.user_id
        and b.node_id is null and b.source in ('scim', 'jit')
        and (b.subject_id, b.role_id) not in (select user_id, role_id from wanted)
      returning b.subject_id as user_id, b.role_id
    ), claimed as (
      update shared.role_bindings b set source = 'scim' from wanted w
      where b.tenant_id = ${tenantId}::uuid and b.subject_type = 'user' and b.subject_id = w.user_id
        and b.role_id = w.role_id and b.node_id is null and b.source = 'jit'
    ), made as (
      insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, source)
      select ${tenantId}::uuid, gen_random_uuid(), 'user', w.user_id, w.role_id, 'scim' from wanted w
      on conflict (tenant_id, subject_type, subject_id, role_id) where node_id is null do nothing
      returning subject_id as user_id, role_id
    )
    select c.user_id::text, r.key::text as role, p.label, c.given from (
      select user_id, role_id, false as given from gone union all select user_id, role_id, true from made
    ) c join person p on p.user_id = c.user_id
    join shared.roles r on r.tenant_id = ${tenantId}::uuid and r.id = c.role_id`;
  const changed = Map.groupBy(changes, (change) => change.user_id);
  await recordEvents(tx, cause, [...changed.values()].map(changeEvent));
  if (changed.size > 0) await deriveHome(tx, tenantId, [...changed.keys()]);
  await projectTeams(tx, cause, ids, by.live);
}

function changeEvent(changes: readonly Change[]): EventInput {
  const [first] = changes;
  const roles = (given: boolean) =>
    changes.filter((change) => change.given === given).map(({ role }) => role);
  return {
    action: "member.role_changed",
    target: { type: "member", id: first?.user_id ?? "", label: first?.label ?? "" },
    before: { taken: roles(false) },
    after: { given: roles(true) },
  };
}
