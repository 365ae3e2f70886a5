import "server-only";
import { isId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { USER } from "../protocol/definitions";
import type { ListAnswer, ListRequest } from "../protocol/list-request";
import { fixedValue, MAX_CANDIDATES, runList } from "../protocol/run-list";
import { badRequest } from "../protocol/scim-error";
import { selectAttributes } from "../protocol/select-attributes";
import { presentUser, WITH_GROUPS } from "./present-user";

/**
 * Entries of people of the caller's connection. A page without filter and order is cut by the database; a filter that
 * names a userName, externalId or id finds its entry there too.
 * @throws ScimError tooMany
 */
export async function listUsers(ctx: ScimContext, request: ListRequest): Promise<ListAnswer> {
  const tenantId = ctx.tenant.id;
  const where = { tenantId, connectionId: ctx.connection.id, ...narrowed(request) };
  const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
  const isPlain = request.filter === null && request.sort === null;
  return withTenant({ tenantId }, async (tx) => {
    if (isPlain) {
      const total = await tx.scimUser.count({ where });
      const skip = request.startIndex - 1;
      const rows = await tx.scimUser.findMany({
        where,
        orderBy,
        skip,
        take: request.count,
        include: WITH_GROUPS,
      });
      const resources = rows.map((row) => selectAttributes(presentUser(row, ctx.base), request.selection));
      return { total, startIndex: request.startIndex, resources };
    }
    const rows = await tx.scimUser.findMany({
      where,
      orderBy,
      take: MAX_CANDIDATES + 1,
      include: WITH_GROUPS,
    });
    if (rows.length > MAX_CANDIDATES) {
      throw badRequest("tooMany", "Too many entries to search: filter by userName, externalId or id.");
    }
    return runList(
      USER,
      request,
      rows.map((row) => presentUser(row, ctx.base)),
    );
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
