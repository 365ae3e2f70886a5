import { bindRoles, callScim, patchOf, type ScimAnswer, type TestDirectory } from "@/lib/testing/scim-world";
import { membershipOf } from "@/lib/testing/sso-world";
import { type AccessReport, judge } from "../report";
import { readRows, type ScimScene } from "./prove-scim";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Ask = (method: Method, path: string, body?: unknown) => Promise<ScimAnswer>;
type Check = (what: string, holds: boolean) => void;

/** The requests that Entra and Okta send, in their order and their words, and what a workspace looks like after each. */
export async function proveProviderSequences(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory, neighbour } = scene;
  const of =
    (provider: string): Check =>
    (what, holds) =>
      judge(report, "violations", holds, `${provider}: ${what}`);
  await entra(directory, of("Entra"));
  await okta(neighbour, of("Okta"));
}

const asker =
  (directory: TestDirectory, headers: Record<string, string>): Ask =>
  (method, path, body) =>
    callScim(directory.token, method, path, body, { headers });
const filter = (text: string) => `filter=${encodeURIComponent(text)}`;

async function memberOf(directory: TestDirectory, scimId: string) {
  const [row] = await readRows<{ user_id: string }>("select user_id from shared.scim_users where id = $1", [
    scimId,
  ]);
  return membershipOf(directory.tenant.id, row?.user_id ?? scimId);
}

async function entra(directory: TestDirectory, check: Check): Promise<void> {
  // Entra's provisioning agent names no User-Agent on some calls, and asks for charset in the media type.
  const ask = asker(directory, { "content-type": "application/scim+json; charset=utf-8" });
  const name = `alex@${directory.domain}`;
  const probe = await ask("GET", `/Users?${filter('userName eq "7b8e-not-there"')}`);
  check(
    "the test of the connection finds an empty list",
    probe.status === 200 && probe.body.totalResults === 0,
  );
  const user = await ask("POST", "/Users", {
    schemas: [
      "urn:ietf:params:scim:schemas:core:2.0:User",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ],
    externalId: "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
    userName: name,
    active: true,
    emails: [{ primary: true, type: "work", value: name }],
    meta: { resourceType: "User" },
    name: { formatted: "Alex Smit", familyName: "Smit", givenName: "Alex" },
    roles: [],
  });
  const { id } = user.body;
  check("a person is made", user.status === 201 && (await memberOf(directory, id))?.status === "active");
  const found = await ask("GET", `/Users?${filter(`userName eq "${name}"`)}`);
  check("a person is found by name", found.body.Resources[0]?.id === id);
  const changed = await ask(
    "PATCH",
    `/Users/${id}`,
    patchOf(
      { op: "Replace", path: 'emails[type eq "work"].value', value: name },
      { op: "Replace", path: "name.familyName", value: "Smits" },
      {
        op: "Add",
        path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        value: "IT",
      },
    ),
  );
  check("parts are changed", JSON.stringify(changed.body).includes("Smits"));
  const group = await ask("POST", "/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
    displayName: "Engineering",
    meta: { resourceType: "Group" },
  });
  const groupPath = `/Groups/${group.body.id}`;
  const looked = await ask(
    "GET",
    `/Groups?excludedAttributes=members&${filter('displayName eq "Engineering"')}`,
  );
  check("a group is found without its members", looked.body.Resources[0]?.members === undefined);
  await ask("PATCH", groupPath, patchOf({ op: "Add", path: "members", value: [{ value: id }] }));
  await bindRoles(directory, group.body.id, ["agent_manager"]);
  const roles = async () => (await memberOf(directory, id))?.roles.join() ?? "none";
  check("a bound group gives its role", (await roles()) === "agent_manager");
  const isIn = await ask("GET", `/Groups?${filter(`id eq "${group.body.id}" and members eq "${id}"`)}`);
  check("membership is asked for by filter", isIn.body.totalResults === 1);
  await ask("PATCH", groupPath, patchOf({ op: "Remove", path: "members", value: [{ value: id }] }));
  check("who leaves the group loses its role", (await roles()) === "viewer");
  await ask("PATCH", groupPath, patchOf({ op: "Add", path: "members", value: [{ value: id }] }));
  await ask("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "False" }));
  check("inactive is out", (await memberOf(directory, id))?.status === "suspended");
  await ask("PATCH", `/Users/${id}`, patchOf({ op: "Replace", value: { active: "True" } }));
  check("active is back, with the role", (await roles()) === "agent_manager");
  const userId = (
    await readRows<{ user_id: string }>("select user_id from shared.scim_users where id = $1", [id])
  )[0]?.user_id;
  check("a person is deleted", (await ask("DELETE", `/Users/${id}`)).status === 204);
  check("a group is deleted", (await ask("DELETE", groupPath)).status === 204);
  const gone = await membershipOf(directory.tenant.id, userId ?? "");
  check("who is deleted is no member", gone?.status === "removed" && gone.roles.length === 0);
}

async function okta(directory: TestDirectory, check: Check): Promise<void> {
  const ask = asker(directory, { "user-agent": "Okta SCIM Client 1.0.0", accept: "application/scim+json" });
  const name = `sam@${directory.domain}`;
  const first = await ask("GET", "/Users?startIndex=1&count=2");
  check("the test of the connection reads a page", first.status === 200 && first.body.totalResults >= 0);
  const absent = await ask("GET", `/Users?${filter(`userName eq "${name}"`)}&startIndex=1&count=100`);
  check("a person is looked for first", absent.body.totalResults === 0);
  const made = await ask("POST", "/Users", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName: name,
    name: { givenName: "Sam", familyName: "Bos" },
    emails: [{ primary: true, value: name, type: "work" }],
    displayName: "Sam Bos",
    locale: "nl-NL",
    externalId: "00ujl29u0le5T6Aj10h7",
    groups: [],
    password: "1mz050nq",
    active: true,
  });
  const { id } = made.body;
  check(
    "a person is made, their password is not kept",
    made.status === 201 && !JSON.stringify(made.body).includes("1mz050nq"),
  );
  const read = await ask("GET", `/Users/${id}`);
  check("a person is read", read.body.id === id);
  const put = await ask("PUT", `/Users/${id}`, {
    ...read.body,
    name: { givenName: "Sam", familyName: "Bosch" },
  });
  check("a person is written anew", put.status === 200 && JSON.stringify(put.body).includes("Bosch"));
  const off = await ask("PATCH", `/Users/${id}`, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", value: { active: false } }],
  });
  check("inactive is out", off.status === 200 && (await memberOf(directory, id))?.status === "suspended");
  await ask("PUT", `/Users/${id}`, { ...put.body, active: true });
  check("active is back", (await memberOf(directory, id))?.status === "active");
  const group = await ask("POST", "/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "Support",
    members: [{ value: id, display: name }],
  });
  const path = `/Groups/${group.body.id}`;
  const renamed = await ask(
    "PATCH",
    path,
    patchOf({ op: "replace", value: { id: group.body.id, displayName: "Support team" } }),
  );
  check("a group is renamed", renamed.status === 204);
  await ask(
    "PATCH",
    path,
    patchOf(
      { op: "remove", path: `members[value eq "${id}"]` },
      { op: "add", path: "members", value: [{ value: id, display: name }] },
    ),
  );
  const after = await ask("GET", path);
  check(
    "a member is removed and added in one call",
    after.body.members?.length === 1 && JSON.stringify(after.body).includes("Support team"),
  );
  const replaced = await ask("PUT", path, { displayName: "Support team", members: [] });
  check("a group is written anew", replaced.status === 200 && (replaced.body.members?.length ?? 0) === 0);
  check("a group is deleted", (await ask("DELETE", path)).status === 204);
}
