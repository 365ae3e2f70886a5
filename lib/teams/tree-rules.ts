import "server-only";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, PermissionError, ValidationError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { selectTeams, type TeamRow } from "./team-rows";

/**
 * Whether the actor may choose who is in a team: by teams:manage in any, else as a manager of it or of one above. Who
 * manages a team appoints no managers of that team itself, only of those below.
 * @throws PermissionError reason no_team_manager
 */
export async function assertLeads(
  tx: TenantTx,
  ctx: TenantContext,
  team: TeamRow,
  touches: "member" | "manager",
): Promise<void> {
  if (ctx.decide("teams:manage").allowed) return;
  const isLed = touches === "member" ? team.is_manager : await isManagedAbove(tx, ctx, team);
  if (!isLed) throw new PermissionError("teams:manage", { reason: "no_team_manager" });
}

async function isManagedAbove(tx: TenantTx, ctx: TenantContext, team: TeamRow): Promise<boolean> {
  if (team.parent_id === null) return false;
  const [above] = await selectTeams(tx, ctx, Prisma.sql`x.id = ${team.parent_id}::uuid`, 1);
  return above?.is_manager ?? false;
}

/**
 * A role that denies changes its holder: nobody does that to people who stand above them.
 * @throws PermissionError reason higher_rank
 */
export async function assertReachesPeople(tx: TenantTx, ctx: TenantContext, teamId: string): Promise<void> {
  await assertRankReaches(tx, ctx, await rankOfPeople(tx, ctx.tenant.id, teamId));
}

/**
 * The highest rank of anybody in a team or in one below it; 0 without anybody. What shared.held_bindings() says, for
 * thousands at once.
 */
export async function rankOfPeople(tx: TenantTx, tenantId: string, teamId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ rank: number }[]>`
    with recursive below as (
      select t.id from shared.teams t where t.tenant_id = ${tenantId}::uuid and t.id = ${teamId}::uuid
      union all
      select t.id from below b join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.parent_id = b.id
    ), person as materialized (
      select distinct m.user_id from below b
      join shared.team_members m on m.tenant_id = ${tenantId}::uuid and m.team_id = b.id
    ), entry as (
      select distinct m.team_id as id from person p
      join shared.team_members m on m.tenant_id = ${tenantId}::uuid and m.user_id = p.user_id
    ), above as (
      select t.id, t.parent_id, true as is_entry from entry e
      join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.id = e.id
      union
      select t.id, t.parent_id, false from above a
      join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.id = a.parent_id
    )
    select coalesce(max(r.rank), 0)::int as rank from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
    where b.tenant_id = ${tenantId}::uuid and (b.expires_at is null or b.expires_at > now()) and (
      (b.subject_type = 'user' and b.subject_id in (select user_id from person))
      or (b.subject_type = 'team' and b.subject_id in (select a.id from above a where a.is_entry or b.inherit)))`;
  return row?.rank ?? 0;
}

/**
 * No two teams below the same one have one name; the case of letters does not count.
 * @throws ValidationError team_name_taken
 */
export async function assertNameFree(
  tx: TenantTx,
  tenantId: string,
  { name, parentId, id }: { name: string; parentId: string | null; id: string | null },
): Promise<void> {
  const [taken] = await tx.$queryRaw<{ id: string }[]>`
    select t.id::text from shared.teams t where t.tenant_id = ${tenantId}::uuid
      and t.parent_id is not distinct from ${parentId}::uuid and lower(t.name) = lower(${name})
      and t.id is distinct from ${id}::uuid limit 1`;
  if (!taken) return;
  throw new ValidationError([
    { path: "name", code: "team_name_taken", message: "There is a team of this name already." },
  ]);
}

/** Runs a change of the tree, whose depth and shape the database guards. */
export async function guardingTree<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    const text = errorText(error);
    if (/teams_no_circle|cannot lie below itself/.test(text)) {
      throw new ConflictError("A team cannot lie below itself.", { reason: "team_circle", cause: error });
    }
    if (/teams_depth/.test(text)) {
      throw new ConflictError("Teams lie at most eight deep.", { reason: "team_too_deep", cause: error });
    }
    throw error;
  }
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { meta } = error as { meta?: unknown };
  return `${error.message} ${JSON.stringify(meta ?? {})} ${errorText(error.cause)}`;
}

/**
 * @throws ValidationError unknown_team
 */
export async function assertParent(tx: TenantTx, tenantId: string, parentId: string | null): Promise<void> {
  if (parentId === null) return;
  const where = { tenantId_id: { tenantId, id: parentId } };
  if (await tx.team.findUnique({ where, select: { id: true } })) return;
  throw new ValidationError([{ path: "parent_id", code: "unknown_team", message: "There is no such team." }]);
}
