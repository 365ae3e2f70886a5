import "server-only";
import { isId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { GROUP } from "../protocol/definitions";
import type { ListAnswer, ListRequest } from "../protocol/list-request";
import type { Filter } from "../protocol/parse-filter";
import { fixedValue, MAX_CANDIDATES, runList } from "../protocol/run-list";
import { badRequest } from "../protocol/scim-error";
import { isShown, selectAttributes } from "../protocol/select-attributes";
import { type GroupRow, presentGroup, WITH_MEMBERS } from "./present-group";

/**
 * Groups of the caller's connection. Members are read only where they are shown or asked for.
 * @throws ScimError tooMany
 */
export async function listGroups(ctx: ScimContext, request: ListRequest): Promise<ListAnswer> {
  const tenantId = ctx.tenant.id;
  const where = { tenantId, connectionId: ctx.connection.id, ...narrowed(request) };
  const { filter, sort, startIndex, count, selection } = request;
  const withMembers = isShown(selection, "members") || (filter !== null && mentions(filter, "members"));
  return withTenant({ tenantId }, async (tx) => {
    if (filter === null && sort === null) {
      const total = await tx.scimGroup.count({ where });
      const rows = await read(tx, where, withMembers, { skip: startIndex - 1, take: count });
      const resources = rows.map((row) => selectAttributes(presentGroup(row, ctx.base), selection));
      return { total, startIndex, resources };
    }
    const rows = await read(tx, where, withMembers, { take: MAX_CANDIDATES + 1 });
    if (rows.length > MAX_CANDIDATES) {
      throw badRequest("tooMany", "Too many groups to search: filter by displayName, externalId or id.");
    }
    return runList(
      GROUP,
      request,
      rows.map((row) => presentGroup(row, ctx.base)),
    );
  });
}

function read(
  tx: TenantTx,
  where: { tenantId: string; connectionId: string },
  withMembers: boolean,
  page: { skip?: number; take: number },
): Promise<GroupRow[]> {
  const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
  return withMembers
    ? tx.scimGroup.findMany({ where, orderBy, ...page, include: WITH_MEMBERS })
    : tx.scimGroup.findMany({ where, orderBy, ...page });
}

function narrowed({ filter }: ListRequest) {
  const displayName = fixedValue(filter, "displayName");
  const externalId = fixedValue(filter, "externalId");
  const id = fixedValue(filter, "id");
  return {
    ...(displayName !== null && { displayNameKey: displayName.toLowerCase() }),
    ...(externalId !== null && { externalId }),
    ...(id !== null && { id: isId(id) ? id : "00000000-0000-0000-0000-000000000000" }),
  };
}

function mentions(filter: Filter, attribute: string): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.parts.some((part) => mentions(part, attribute));
    case "not":
      return mentions(filter.part, attribute);
    default:
      return filter.path.attribute.toLowerCase() === attribute;
  }
}
