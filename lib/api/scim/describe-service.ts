import "server-only";
import {
  ENTERPRISE_SCHEMA,
  GROUP_SCHEMA,
  SCHEMAS,
  USER_SCHEMA,
} from "@/lib/access/scim/protocol/definitions";
import { MAX_RESULTS } from "@/lib/access/scim/protocol/list-request";
import { unknownResource } from "@/lib/access/scim/protocol/scim-error";

const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/**
 * What the service can do, and what its resources look like (RFC 7644 §4); null for anything else.
 * @throws ScimError 404 for a schema or type that there is not
 */
export function describeService(path: readonly string[], base: string): object | null {
  const [root, name] = path;
  if (path.length > 2) return null;
  switch (root) {
    case "ServiceProviderConfig":
      return name === undefined ? config(base) : null;
    case "ResourceTypes":
      return oneOrAll(types(base), name);
    case "Schemas":
      return oneOrAll(schemas(base), name);
    default:
      return null;
  }
}

function oneOrAll(all: { id: string }[], name: string | undefined): object {
  if (name === undefined) {
    return {
      schemas: [LIST],
      totalResults: all.length,
      startIndex: 1,
      itemsPerPage: all.length,
      Resources: all,
    };
  }
  const found = all.find(({ id }) => id === name);
  if (!found) throw unknownResource(name.slice(0, 100));
  return found;
}

function config(base: string): object {
  return {
    schemas: [CONFIG],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A token of one connection, made in the workspace's settings.",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
  };
}

function types(base: string) {
  const type = (id: "User" | "Group", schema: string, extensions: object[]) => ({
    schemas: [TYPE],
    id,
    name: id,
    endpoint: `/${id}s`,
    description: id,
    schema,
    schemaExtensions: extensions,
    meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${id}` },
  });
  return [
    type("User", USER_SCHEMA, [{ schema: ENTERPRISE_SCHEMA, required: false }]),
    type("Group", GROUP_SCHEMA, []),
  ];
}

function schemas(base: string) {
  return SCHEMAS.map(({ id, name, description, attributes }) => ({
    schemas: [SCHEMA],
    id,
    name,
    description,
    attributes,
    meta: { resourceType: "Schema", location: `${base}/Schemas/${id}` },
  }));
}
