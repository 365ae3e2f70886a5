import "server-only";
import { isId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { GROUP } from "../protocol/definitions";
import type { ListAnswer, ListRequest } from "../protocol/list-request";
import type { Filter } from "../protocol/parse-filter";
import { fixedValue, inOrder, MAX_CANDIDATES, runList } from "../protocol/run-list";
import { badRequest } from "../protocol/scim-error";
import { isShown, selectAttributes } from "../protocol/select-attributes";
import { type GroupRow, presentGroup, WITH_MEMBERS } from "./present-group";

/** Members that one page shows at most: it ends before the group that would be too much, and says how many it has. */
const MAX_SHOWN = 5_000;
/** Members that are read at most to answer a filter about them. */
const MAX_SEARCHED = 50_000;

/**
 * Groups of the caller's connection. Members are read only where they are shown or asked for.
 * @throws ScimError tooMany
 */
export async function listGroups(ctx: ScimContext, request: ListRequest): Promise<ListAnswer> {
  const tenantId = ctx.tenant.id;
  const where = { tenantId, connectionId: ctx.connection.id, ...narrowed(request) };
  const { filter, sort, startIndex, count, selection } = request;
  const showsMembers = isShown(selection, "members");
  return withTenant({ tenantId }, async (tx) => {
    const show = async (ids: string[]) => {
      const shown = showsMembers ? await fitting(tx, tenantId, ids) : ids;
      const rows = inOrder(shown, await read(tx, tenantId, shown, showsMembers));
      return rows.map((row) => selectAttributes(presentGroup(row, ctx.base), selection));
    };
    const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
    const slim = (page: { skip?: number; take: number }) =>
      tx.scimGroup.findMany({ where, orderBy, ...page, select: { id: true } });
    if (filter === null && sort === null) {
      const total = await tx.scimGroup.count({ where });
      const page = await slim({ skip: startIndex - 1, take: count });
      return { total, startIndex, resources: await show(page.map(({ id }) => id)) };
    }
    const candidates = (await slim({ take: MAX_CANDIDATES + 1 })).map(({ id }) => id);
    const searchesMembers = filter !== null && mentions(filter, "members");
    const members = searchesMembers
      ? await tx.scimGroupMember.count({ where: { tenantId, groupId: { in: candidates } } })
      : 0;
    if (candidates.length > MAX_CANDIDATES || members > MAX_SEARCHED) {
      throw badRequest("tooMany", "Too many groups to search: filter by displayName, externalId or id.");
    }
    const found = await runList(GROUP, request, candidates, async (ids) =>
      (await read(tx, tenantId, ids, searchesMembers)).map((row) => presentGroup(row, ctx.base)),
    );
    const ids = found.slice(startIndex - 1, startIndex - 1 + count);
    return { total: found.length, startIndex, resources: await show(ids) };
  });
}

/** The first of these groups whose members together are not too many for one answer. */
async function fitting(tx: TenantTx, tenantId: string, ids: string[]): Promise<string[]> {
  const counted = await tx.scimGroupMember.groupBy({
    by: ["groupId"],
    where: { tenantId, groupId: { in: ids } },
    _count: true,
  });
  const sizes = new Map(counted.map(({ groupId, _count }) => [groupId, _count]));
  let sum = 0;
  const end = ids.findIndex((id, index) => {
    sum += sizes.get(id) ?? 0;
    return sum > MAX_SHOWN && index > 0;
  });
  return end === -1 ? ids : ids.slice(0, end);
}

function read(tx: TenantTx, tenantId: string, ids: string[], withMembers: boolean): Promise<GroupRow[]> {
  const where = { tenantId, id: { in: ids } };
  return withMembers
    ? tx.scimGroup.findMany({ where, include: WITH_MEMBERS })
    : tx.scimGroup.findMany({ where });
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
