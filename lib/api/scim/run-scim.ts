import "server-only";
import type { ScimContext } from "@/lib/access/scim/context";
import { createGroup } from "@/lib/access/scim/groups/create-group";
import { deleteGroup } from "@/lib/access/scim/groups/delete-group";
import { getGroup } from "@/lib/access/scim/groups/get-group";
import { listGroups } from "@/lib/access/scim/groups/list-groups";
import { patchGroup } from "@/lib/access/scim/groups/patch-group";
import { replaceGroup } from "@/lib/access/scim/groups/replace-group";
import type { Json, JsonObject } from "@/lib/access/scim/protocol/definitions";
import {
  fromBody,
  type ListAnswer,
  type ListRequest,
  readListRequest,
} from "@/lib/access/scim/protocol/list-request";
import { ScimError } from "@/lib/access/scim/protocol/scim-error";
import {
  readSelection,
  type Selection,
  selectAttributes,
} from "@/lib/access/scim/protocol/select-attributes";
import { isUnchanged, versionOf } from "@/lib/access/scim/protocol/version";
import { createUser } from "@/lib/access/scim/users/create-user";
import { deleteUser } from "@/lib/access/scim/users/delete-user";
import { getUser } from "@/lib/access/scim/users/get-user";
import { listUsers } from "@/lib/access/scim/users/list-users";
import { patchUser } from "@/lib/access/scim/users/patch-user";
import { replaceUser } from "@/lib/access/scim/users/replace-user";
import { describeService } from "./describe-service";

/** `note`: what the event log says of a call that was heard and not followed in everything. */
type Shown = { resource: Json; revision: number; note?: string };
type Verbs = {
  create(ctx: ScimContext, body: JsonObject): Promise<Shown>;
  get(ctx: ScimContext, id: string, selection: Selection): Promise<Shown>;
  list(ctx: ScimContext, request: ListRequest): Promise<ListAnswer>;
  replace(ctx: ScimContext, id: string, body: JsonObject, ifMatch: string | null): Promise<Shown>;
  patch(ctx: ScimContext, id: string, body: JsonObject, ifMatch: string | null): Promise<Shown>;
  remove(ctx: ScimContext, id: string, ifMatch: string | null): Promise<{ note?: string }>;
};

export type Asked = {
  method: string;
  /** Behind the protocol's base. */
  path: readonly string[];
  query: URLSearchParams;
  ifMatch: string | null;
  ifNoneMatch: string | null;
  body: JsonObject | undefined;
};
export type Answered = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  note?: string;
};

const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

const RESOURCES: Record<string, Verbs> = {
  Users: {
    create: createUser,
    get: getUser,
    list: listUsers,
    replace: replaceUser,
    patch: patchUser,
    remove: deleteUser,
  },
  Groups: {
    create: createGroup,
    get: getGroup,
    list: listGroups,
    replace: replaceGroup,
    patch: patchGroup,
    remove: deleteGroup,
  },
};

/**
 * Does what a call of the protocol asks for.
 * @throws ScimError, DomainError
 */
export async function runScim(ctx: ScimContext, asked: Asked): Promise<Answered> {
  const { method, path } = asked;
  const description = describeService(path, ctx.base);
  if (description) {
    if (method !== "GET") throw notAllowed();
    return { status: 200, body: description };
  }
  const [root = "", id] = path;
  const verbs = Object.hasOwn(RESOURCES, root) ? RESOURCES[root] : undefined;
  if (root === "Bulk" || root === "Me" || root === ".search") {
    const message = `${root} is not supported: see ServiceProviderConfig.`;
    throw new ScimError("invalid_request", null, message, {}, 501);
  }
  if (!verbs || path.length > 2) throw new ScimError("not_found", null, "There is no such endpoint.");
  if (id === undefined) return onAll(ctx, asked, verbs);
  if (id === ".search" && method === "POST") {
    return listed(await verbs.list(ctx, readListRequest(fromBody(asked.body ?? {}))));
  }
  return onOne(ctx, asked, verbs, id);
}

async function onAll(ctx: ScimContext, asked: Asked, verbs: Verbs): Promise<Answered> {
  const { method, query, body = {} } = asked;
  switch (method) {
    case "GET":
      return listed(
        await verbs.list(
          ctx,
          readListRequest((name) => query.get(name)),
        ),
      );
    case "POST": {
      const made = await verbs.create(ctx, body);
      const answer = one(made, selectionOf(query), 201);
      const location = locationOf(made.resource);
      return { ...answer, headers: { ...answer.headers, ...(location && { location }) } };
    }
    default:
      throw notAllowed();
  }
}

async function onOne(ctx: ScimContext, asked: Asked, verbs: Verbs, id: string): Promise<Answered> {
  const { method, query, ifMatch, ifNoneMatch, body = {} } = asked;
  const selection = selectionOf(query);
  switch (method) {
    case "GET": {
      const found = await verbs.get(ctx, id, selection);
      if (isUnchanged(ifNoneMatch, found.revision)) {
        return { status: 304, headers: { etag: versionOf(found.revision) } };
      }
      return one(found, selection, 200);
    }
    case "PUT":
      return one(await verbs.replace(ctx, id, body, ifMatch), selection, 200);
    case "PATCH": {
      const changed = await verbs.patch(ctx, id, body, ifMatch);
      // A group may have a thousand members: they are told only to who asks (RFC 7644 §3.5.2).
      const isTerse = asked.path[0] === "Groups" && selection.attributes === null;
      if (isTerse) return { status: 204, headers: { etag: versionOf(changed.revision) } };
      return one(changed, selection, 200);
    }
    case "DELETE":
      return { status: 204, ...(await verbs.remove(ctx, id, ifMatch)) };
    default:
      throw notAllowed();
  }
}

function one(shown: Shown, selection: Selection, status: number): Answered {
  return {
    status,
    body: selectAttributes(shown.resource as JsonObject, selection),
    headers: { etag: versionOf(shown.revision) },
    note: shown.note,
  };
}

function listed({ total, startIndex, resources }: ListAnswer): Answered {
  return {
    status: 200,
    body: {
      schemas: [LIST_SCHEMA],
      totalResults: total,
      startIndex,
      itemsPerPage: resources.length,
      Resources: resources,
    },
  };
}

function selectionOf(query: URLSearchParams): Selection {
  return readSelection(query.get("attributes"), query.get("excludedAttributes"));
}

function locationOf(resource: Json): string | null {
  const { meta } = resource as JsonObject;
  const location = (meta as JsonObject | undefined)?.location;
  return typeof location === "string" ? location : null;
}

function notAllowed(): ScimError {
  return new ScimError("invalid_request", null, "This method is not allowed here.", {}, 405);
}
