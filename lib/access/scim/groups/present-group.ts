import "server-only";
import type { ScimGroupModel } from "@/lib/infra/prisma/generated/models";
import { GROUP_SCHEMA, type JsonObject } from "../protocol/definitions";
import { versionOf } from "../protocol/version";

export type GroupRow = ScimGroupModel & {
  members?: { scimUser: { id: string; userId: string; userName: string } }[];
};

export const WITH_MEMBERS = {
  members: {
    select: { scimUser: { select: { id: true, userId: true, userName: true } } },
    orderBy: { scimUserId: "asc" },
  },
} as const;

/** A group as a provider sees it; its members only where they were read. */
export function presentGroup(row: GroupRow, base: string): JsonObject {
  return {
    schemas: [GROUP_SCHEMA],
    id: row.id,
    displayName: row.displayName,
    ...(row.externalId !== null && { externalId: row.externalId }),
    ...(row.members && {
      members: row.members.map(({ scimUser }) => ({
        value: scimUser.id,
        $ref: `${base}/Users/${scimUser.id}`,
        display: scimUser.userName,
        type: "User",
      })),
    }),
    meta: {
      resourceType: "Group",
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: `${base}/Groups/${row.id}`,
      version: versionOf(row.revision),
    },
  };
}
