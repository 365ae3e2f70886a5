import { NextRequest } from "next/server";
import { DELETE, GET, PATCH, POST, PUT } from "@/app/api/scim/v2/[...path]/route";
import { setDirectory } from "@/lib/access/scim/directory/set-directory";
import { setGroupRoles } from "@/lib/access/scim/directory/set-group-roles";
import { issueToken } from "@/lib/access/scim/tokens/issue-token";
import { makeContext } from "./make-context";
import type { TestTenant } from "./make-tenant";
import { makeSamlConnection, type SamlConnection } from "./sso-world";

export type TestDirectory = SamlConnection & { token: string; tokenId: string };

/** A connection that is on, with a proved domain, and a directory with a token. */
export async function makeDirectory(
  tenant: TestTenant,
  domain: string,
  change: Parameters<typeof makeSamlConnection>[2] = {},
): Promise<TestDirectory> {
  const connection = await makeSamlConnection(tenant, domain, change);
  const ctx = await makeContext(tenant, tenant.owner);
  await setDirectory(ctx, connection.id, { enabled: true });
  const made = await issueToken(ctx, connection.id, {});
  return { ...connection, token: made.token, tokenId: made.id };
}

export type ScimCall = {
  /** Slug of the tenant's host; the root host without it. */
  slug?: string;
  headers?: Record<string, string>;
  rawBody?: string;
};

// A body of the protocol, whose parts a test looks at as it expects them.
export type ScimBody = Record<string, unknown> & {
  id: string;
  detail: string;
  scimType?: string;
  totalResults: number;
  Resources: ScimBody[];
  meta: { version: string; location: string };
  members?: { value: string }[];
};
export type ScimAnswer = { status: number; headers: Headers; body: ScimBody };

const HANDLERS = { DELETE, GET, PATCH, POST, PUT };

/** Calls the protocol as a provider does. */
export async function callScim(
  token: string,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  call: ScimCall = {},
): Promise<ScimAnswer> {
  const host = call.slug ? `${call.slug}.atrium.localhost:3000` : "atrium.localhost:3000";
  const text = call.rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers = new Headers({ host, "x-client-ip": "192.0.2.30", "x-forwarded-proto": "http" });
  if (token !== "") headers.set("authorization", `Bearer ${token}`);
  if (text !== undefined) headers.set("content-type", "application/scim+json");
  for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);
  const url = `http://${host}/api/scim/v2${path}`;
  const request = new NextRequest(url, { method, headers, ...(text === undefined ? {} : { body: text }) });
  const segments = new URL(url).pathname.split("/").slice(4).map(decodeURIComponent);
  const answer = await HANDLERS[method](request, { params: Promise.resolve({ path: segments }) });
  const read = await answer.text();
  // Whatever the answer is, it is JSON of the protocol or nothing.
  return {
    status: answer.status,
    headers: answer.headers,
    body: (read === "" ? {} : JSON.parse(read)) as ScimBody,
  };
}

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
export const PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** What Entra sends to make a person. */
export function entraUser(domain: string, name: string, change: Record<string, unknown> = {}) {
  return {
    schemas: [CORE, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    externalId: `oid-${name}`,
    userName: `${name}@${domain}`,
    active: true,
    displayName: `${name} Person`,
    emails: [{ primary: true, type: "work", value: `${name}@${domain}` }],
    meta: { resourceType: "User" },
    name: { formatted: `${name} Person`, familyName: "Person", givenName: name },
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "Sales" },
    ...change,
  };
}

/** One change, as a PATCH body. */
export function patchOf(...operations: Record<string, unknown>[]) {
  return { schemas: [PATCH_OP], Operations: operations };
}

export async function bindRoles(directory: TestDirectory, groupId: string, roles: string[]): Promise<void> {
  const ctx = await makeContext(directory.tenant, directory.tenant.owner);
  await setGroupRoles(ctx, directory.id, groupId, { roles });
}
