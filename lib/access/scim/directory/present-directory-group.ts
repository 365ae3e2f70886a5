import "server-only";
import type { ScimGroupModel } from "@/lib/infra/prisma/generated/models";
import type { ScimGroupDto } from "../schema";

export const WITH_COUNT = { _count: { select: { members: true } } } as const;

/** What admins see of a group. */
export function presentDirectoryGroup(
  row: ScimGroupModel & { _count: { members: number } },
  { roles, teams }: { roles: string[]; teams: readonly { id: string; name: string }[] },
): ScimGroupDto {
  return {
    id: row.id,
    name: row.displayName,
    external_id: row.externalId,
    members: row._count.members,
    roles,
    teams: teams.map(({ id, name }) => ({ id, name })),
    updated_at: row.updatedAt.toISOString(),
  };
}
