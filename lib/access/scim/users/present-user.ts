import "server-only";
import type { ScimUserModel } from "@/lib/infra/prisma/generated/models";
import { isObject } from "../protocol/attribute-path";
import { ENTERPRISE_SCHEMA, type Json, type JsonObject, USER_SCHEMA } from "../protocol/definitions";
import { versionOf } from "../protocol/version";

export type UserRow = ScimUserModel & { groups: { group: { id: string; displayName: string } }[] };

export const WITH_GROUPS = {
  groups: { select: { group: { select: { id: true, displayName: true } } } },
} as const;

/** What is kept of an entry: written by us alone, so that its shape is known. */
export function resourceOf(row: { resource: unknown }): JsonObject {
  const resource = row.resource as Json;
  return isObject(resource) ? resource : {};
}

/** A person's entry as a provider sees it. */
export function presentUser(row: UserRow, base: string): JsonObject {
  const resource = resourceOf(row);
  const hasExtension = isObject(resource[ENTERPRISE_SCHEMA]);
  return {
    schemas: hasExtension ? [USER_SCHEMA, ENTERPRISE_SCHEMA] : [USER_SCHEMA],
    id: row.id,
    ...resource,
    userName: row.userName,
    active: row.active,
    ...(row.externalId !== null && { externalId: row.externalId }),
    ...(row.groups.length > 0 && {
      groups: row.groups.map(({ group }) => ({
        value: group.id,
        $ref: `${base}/Groups/${group.id}`,
        display: group.displayName,
        type: "direct",
      })),
    }),
    meta: {
      resourceType: "User",
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: `${base}/Users/${row.id}`,
      version: versionOf(row.revision),
    },
  };
}
