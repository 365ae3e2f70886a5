import "server-only";
import SCIMMY from "scimmy";

/** Where every resource of the protocol lies, below a host. */
export const SCIM_BASE = "/api/scim/v2";
export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE_SCHEMA = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type Attribute = {
  name: string;
  type: "string" | "boolean" | "decimal" | "integer" | "dateTime" | "binary" | "reference" | "complex";
  multiValued: boolean;
  required: boolean;
  caseExact: boolean;
  mutability: "readWrite" | "readOnly" | "immutable" | "writeOnly";
  subAttributes: Attribute[];
};

export type Definition = {
  kind: "User" | "Group";
  schema: string;
  attributes: Attribute[];
  extension: { schema: string; attributes: Attribute[] } | null;
};

type Described = { id: string; name: string; description: string; attributes: JsonObject[] };

/** Not kept: a provider's password is none of ours, and certificates open nothing here. */
const LEFT_OUT = new Set(["password", "x509Certificates"]);

const described = {
  user: describeSchema(SCIMMY.Schemas.User),
  enterprise: describeSchema(SCIMMY.Schemas.EnterpriseUser),
  group: describeSchema(SCIMMY.Schemas.Group),
};

/** `id`, `externalId` and `meta` belong to every resource (RFC 7643 §3.1). */
const COMMON: Attribute[] = [
  plain("id", { caseExact: true, mutability: "readOnly" }),
  plain("externalId", { caseExact: true }),
  {
    ...plain("meta", { mutability: "readOnly" }),
    type: "complex",
    subAttributes: [
      plain("resourceType", { caseExact: true, mutability: "readOnly" }),
      { ...plain("created", { mutability: "readOnly" }), type: "dateTime" },
      { ...plain("lastModified", { mutability: "readOnly" }), type: "dateTime" },
      plain("version", { caseExact: true, mutability: "readOnly" }),
      plain("location", { caseExact: true, mutability: "readOnly" }),
    ],
  },
];

export const USER: Definition = {
  kind: "User",
  schema: USER_SCHEMA,
  attributes: [...COMMON, ...described.user.attributes.map(attributeOf)],
  extension: { schema: ENTERPRISE_SCHEMA, attributes: described.enterprise.attributes.map(attributeOf) },
};

export const GROUP: Definition = {
  kind: "Group",
  schema: GROUP_SCHEMA,
  attributes: [...COMMON, ...described.group.attributes.map(attributeOf)],
  extension: null,
};

/** The schemas as /Schemas shows them. */
export const SCHEMAS: readonly Described[] = [described.user, described.enterprise, described.group];

function describeSchema(schema: { definition: { describe(basepath?: string): unknown } }): Described {
  // The library types its description loosely; the shape is RFC 7643 §7.
  const found = JSON.parse(JSON.stringify(schema.definition.describe())) as Described;
  return { ...found, attributes: found.attributes.filter(({ name }) => !LEFT_OUT.has(String(name))) };
}

function attributeOf(raw: JsonObject): Attribute {
  const { name, type, multiValued, required, caseExact, mutability, subAttributes } = raw;
  return {
    name: String(name),
    type: type as Attribute["type"],
    multiValued: multiValued === true,
    required: required === true,
    caseExact: caseExact === true,
    mutability: mutability as Attribute["mutability"],
    subAttributes: Array.isArray(subAttributes)
      ? subAttributes.map((sub) => attributeOf(sub as JsonObject))
      : [],
  };
}

function plain(name: string, change: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    subAttributes: [],
    ...change,
  };
}
