import "server-only";
import { isId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { USER } from "../protocol/definitions";
import type { ListAnswer, ListRequest } from "../protocol/list-request";
import { fixedValue, inOrder, MAX_CANDIDATES, runList } from "../protocol/run-list";
import { badRequest } from "../protocol/scim-error";
import { selectAttributes } from "../protocol/select-attributes";
import { presentUser, type UserRow, WITH_GROUPS } from "./present-user";

/**
 * Entries of people of the caller's connection. A page without filter and order is cut by the database; a filter that
 * names a userName, externalId or id finds its entry there too.
 * @throws ScimError tooMany
 */
export async function listUsers(ctx: ScimContext, request: ListRequest): Promise<ListAnswer> {
  const tenantId = ctx.tenant.id;
  const where = { tenantId, connectionId: ctx.connection.id, ...narrowed(request) };
  const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
  const { startIndex, count, selection } = request;
  const isPlain = request.filter === null && request.sort === null;
  return withTenant({ tenantId }, async (tx) => {
    const shown = (rows: UserRow[]) =>
      rows.map((row) => selectAttributes(presentUser(row, ctx.base), selection));
    if (isPlain) {
      const total = await tx.scimUser.count({ where });
      const page = { skip: startIndex - 1, take: count };
      const rows = await tx.scimUser.findMany({ where, orderBy, ...page, include: WITH_GROUPS });
      return { total, startIndex, resources: shown(rows) };
    }
    const slim = await tx.scimUser.findMany({
      where,
      orderBy,
      take: MAX_CANDIDATES + 1,
      select: { id: true },
    });
    if (slim.length > MAX_CANDIDATES) {
      throw badRequest("tooMany", "Too many entries to search: filter by userName, externalId or id.");
    }
    const read = (ids: string[]) =>
      tx.scimUser.findMany({ where: { tenantId, id: { in: ids } }, include: WITH_GROUPS });
    const candidates = slim.map(({ id }) => id);
    const found = await runList(USER, request, candidates, async (ids) =>
      (await read(ids)).map((row) => presentUser(row, ctx.base)),
    );
    const ids = found.slice(startIndex - 1, startIndex - 1 + count);
    return { total: found.length, startIndex, resources: shown(inOrder(ids, await read(ids))) };
  });
}

function narrowed({ filter }: ListRequest) {
  const userName = fixedValue(filter, "userName");
  const externalId = fixedValue(filter, "externalId");
  const id = fixedValue(filter, "id");
  return {
    ...(userName !== null && { userNameKey: userName.toLowerCase() }),
    ...(externalId !== null && { externalId }),
    ...(id !== null && { id: isId(id) ? id : "00000000-0000-0000-0000-000000000000" }),
  };
}
