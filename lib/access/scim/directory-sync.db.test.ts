import { beforeAll, describe, expect, test } from "vitest";
import { GET as getMe } from "@/app/api/v1/me/route";
import { GET as listMembers } from "@/app/api/v1/users/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteConnection } from "@/lib/access/single-sign-on/connections/delete-connection";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import {
  bindRoles,
  callScim,
  entraUser,
  makeDirectory,
  patchOf,
  type ScimAnswer,
  type TestDirectory,
} from "@/lib/testing/scim-world";
import { membershipOf, samlSignIn, somebody } from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { TestBrowser } from "@/lib/testing/test-browser";
import { getDirectory } from "./directory/get-directory";
import { listDirectoryGroups } from "./directory/list-directory-groups";
import { listDirectoryUsers } from "./directory/list-directory-users";
import { listScimEvents } from "./directory/list-scim-events";
import { setDirectory } from "./directory/set-directory";
import { setGroupRoles } from "./directory/set-group-roles";
import { issueToken } from "./tokens/issue-token";
import { revokeToken } from "./tokens/revoke-token";

let tenant: TestTenant;
let directory: TestDirectory;
let neighbour: TestDirectory;
let foreign: TestDirectory;

beforeAll(async () => {
  tenant = await makeTenant({ planKey: "enterprise" });
  directory = await makeDirectory(tenant, "scim.acme-people.com", { preset: "entra" });
  neighbour = await makeDirectory(tenant, "second.acme-people.com", { preset: "okta" });
  foreign = await makeDirectory(await makeTenant({ planKey: "enterprise" }), "foreign.acme-people.com");
});

const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await systemPool().query<T>(sql, values)).rows;
const call = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<ScimAnswer> => callScim(directory.token, method, path, body, headers ? { headers } : {});
const addUser = async (name: string, change: Record<string, unknown> = {}) => {
  const made = await call("POST", "/Users", entraUser(directory.domain, name, change));
  expect([made.status, made.body.detail ?? ""]).toEqual([201, ""]);
  return { id: made.body.id, userId: await userIdOf(made.body.id), etag: made.headers.get("etag") ?? "" };
};
const addGroup = async (displayName: string, members: string[] = []) =>
  (await call("POST", "/Groups", { displayName, members: members.map((value) => ({ value })) })).body.id;
const userIdOf = async (id: string) =>
  (await rows<{ user_id: string }>("select user_id from shared.scim_users where id = $1", [id]))[0]
    ?.user_id ?? "";
const member = (userId: string) => membershipOf(tenant.id, userId);
const deactivate = (id: string) =>
  call("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "False" }));
const activate = (id: string) =>
  call("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "True" }));
const byName = (name: string) => `filter=${encodeURIComponent(`userName eq "${name}@${directory.domain}"`)}`;
const lastEvent = async () =>
  (
    await rows<{ status: number; outcome: string; summary: string; detail: string; label: string }>(
      `select status, outcome, summary, detail, resource_label as label from shared.scim_events
       where connection_id = $1 order by created_at desc, id desc limit 1`,
      [directory.id],
    )
  )[0];

describe("the protocol", () => {
  test("describes itself, and answers errors in its own words", async () => {
    const config = await call("GET", "/ServiceProviderConfig");
    expect(config.headers.get("content-type")).toBe("application/scim+json");
    expect(config.body).toMatchObject({ patch: { supported: true }, etag: { supported: true } });
    expect((await call("GET", "/Schemas")).body.totalResults).toBe(3);
    expect((await call("GET", "/ResourceTypes/User")).body).toMatchObject({ endpoint: "/Users" });
    const enterprise = await call(
      "GET",
      "/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    );
    expect(enterprise.body).toMatchObject({ name: "EnterpriseUser" });
    const missing = await call("GET", `/Users/${newId()}`);
    expect([missing.status, missing.body]).toMatchObject([
      404,
      { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "404" },
    ]);
    expect((await call("GET", "/Users?filter=userName%20is%20x")).body.scimType).toBe("invalidFilter");
    expect((await call("GET", "/Users?count=many")).body.scimType).toBe("invalidValue");
    const text = await callScim(directory.token, "POST", "/Users", undefined, { rawBody: "{" });
    expect(text.body.scimType).toBe("invalidSyntax");
    const nul = await callScim(directory.token, "POST", "/Users", undefined, {
      rawBody: '{"userName":"\\u0000"}',
    });
    expect(nul.status).toBe(400);
    const form = await call("POST", "/Users", {}, { "content-type": "text/plain" });
    expect(form.status).toBe(415);
    const large = { rawBody: JSON.stringify({ userName: "x".repeat(1_000_001) }) };
    expect((await callScim(directory.token, "POST", "/Users", undefined, large)).status).toBe(413);
    expect((await call("POST", "/Users", {})).body.scimType).toBe("invalidValue");
    const statuses = await Promise.all([
      call("POST", "/Bulk", {}),
      call("PUT", "/Users", {}),
      call("GET", "/Nothing"),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([501, 405, 404]);
  });

  test("has versions: If-Match, If-None-Match, and a replacement that keeps externalId", async () => {
    const { id, etag } = await addUser("versions");
    expect(etag).toBe('W/"1"');
    expect((await call("GET", `/Users/${id}`, undefined, { "if-none-match": etag })).status).toBe(304);
    const title = (value: string) => patchOf({ op: "replace", path: "title", value });
    expect((await call("PATCH", `/Users/${id}`, title("Boss"), { "if-match": etag })).status).toBe(200);
    expect((await call("PATCH", `/Users/${id}`, title("Chef"), { "if-match": etag })).status).toBe(412);
    expect((await call("DELETE", `/Users/${id}`, undefined, { "if-match": etag })).status).toBe(412);
    const { externalId: _gone, ...rest } = entraUser(directory.domain, "versions");
    const put = await call("PUT", `/Users/${id}`, rest);
    expect(put.body).toMatchObject({ externalId: "oid-versions", meta: { version: 'W/"3"' } });
    expect(put.body).not.toHaveProperty("title");
    // The same once more changes nothing.
    expect((await call("PUT", `/Users/${id}`, rest)).headers.get("etag")).toBe('W/"3"');
  });

  test("lists by filter, page and order, each connection its own", async () => {
    for (const name of ["page-b", "page-a", "page-c"]) await addUser(name, { title: "Pager" });
    const list = async (query: string) => (await call("GET", `/Users?${query}`)).body;
    const names = (body: ScimAnswer["body"]) =>
      body.Resources.map((each) => String(each.userName).split("@")[0] ?? "");
    const filter = `filter=${encodeURIComponent('title eq "pager" and userName sw "page-"')}`;
    expect(names(await list(`${filter}&sortBy=userName&sortOrder=descending`))).toEqual([
      "page-c",
      "page-b",
      "page-a",
    ]);
    const second = await list(`${filter}&sortBy=userName&startIndex=2&count=1`);
    expect([second.totalResults, second.startIndex, names(second)]).toEqual([3, 2, ["page-b"]]);
    expect((await list(`${filter}&count=0`)).Resources).toEqual([]);
    expect((await list(`${byName("PAGE-A")}&attributes=userName`)).Resources[0]).toEqual({
      schemas: expect.anything(),
      id: expect.any(String),
      userName: `page-a@${directory.domain}`,
    });
    const nobody = await callScim(neighbour.token, "GET", `/Users?${byName("PAGE-A")}`);
    expect(nobody.body.totalResults).toBe(0);
    const search = await call("POST", "/Users/.search", { filter: 'externalId eq "oid-page-c"', count: 5 });
    expect(names(search.body)).toEqual(["page-c"]);
  });
});

describe("a person of the directory", () => {
  test("is one entry and one member, whoever asks twice, and stays who they were", async () => {
    const again = await Promise.all(
      Array.from({ length: 8 }, () => call("POST", "/Users", entraUser(directory.domain, "once"))),
    );
    expect(again.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    expect(again.find(({ status }) => status === 409)?.body.scimType).toBe("uniqueness");
    const id = again.find(({ status }) => status === 201)?.body.id ?? "";
    const userId = await userIdOf(id);
    expect(await member(userId)).toEqual({ status: "active", source: "scim", roles: ["viewer"] });
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(await member(userId)).toMatchObject({ status: "removed", roles: [] });
    // The address is another one now; the entry is the same.
    const back = await addUser("once", {
      userName: `renamed@${directory.domain}`,
      emails: [{ type: "work", value: `renamed@${directory.domain}`, primary: true }],
    });
    expect(back.id).not.toBe(id);
    expect(back.userId).toBe(userId);
    expect(await member(userId)).toMatchObject({ status: "active", roles: ["viewer"] });
    // Somebody else who is given a name that was used before is somebody else.
    const heir = await addUser("once", {
      externalId: "oid-heir",
      userName: `heir@${directory.domain}`,
      emails: [],
    });
    expect(heir.userId).not.toBe(userId);
  });

  test("is linked by an address only within a domain that this connection has proved", async () => {
    const known = await makeUser({ email: `known@${directory.domain}` });
    await addMember(tenant, known, "developer");
    const linked = await addUser("known");
    expect(linked.userId).toBe(known.id);
    expect(await member(known.id)).toEqual({ status: "active", source: "invite", roles: ["developer"] });
    const victim = await makeUser({ email: "victim@elsewhere.example" });
    const attempts = [
      { emails: [{ value: victim.email, primary: true }] },
      { userName: victim.email, emails: [] },
      { emails: [{ value: `x@${neighbour.domain}` }] },
      { emails: [{ value: `x@sub.${directory.domain}` }] },
      { userName: "no-address", emails: [] },
    ];
    for (const change of attempts) {
      const refused = await call("POST", "/Users", entraUser(directory.domain, "taker", change));
      expect([refused.status, refused.body.scimType]).toEqual([400, "invalidValue"]);
    }
    expect(await member(victim.id)).toBeUndefined();
    expect(await lastEvent()).toMatchObject({ status: 400, outcome: "refused" });
  });

  test("is out with the next request: session of single sign-on, membership and keys", async () => {
    const { id, userId } = await addUser("leaver");
    const group = await addGroup("Key makers", [id]);
    await bindRoles(directory, group, ["developer"]);
    const person: TestUser = { id: userId, email: `leaver@${directory.domain}`, name: "leaver Person" };
    const key = await createApiKey(await makeContext(tenant, person), {
      name: "mine",
      scopes: ["members:read"],
      expires_in_days: 30,
    });
    const browser = new TestBrowser();
    await samlSignIn(browser, directory, somebody(directory.domain, { email: person.email }));
    const session = browser.jar().get("__Host-atrium.sso-session") ?? "";
    const host = `${tenant.slug}.atrium.localhost:3000`;
    const cookie = (await sealSession(session, host)).split(";")[0] ?? "";
    const byCookie = async () => (await callRoute(getMe, { slug: tenant.slug, cookie })).status;
    const byKey = async () => (await callRoute(listMembers, { key: key.key })).status;
    expect([await byCookie(), await byKey()]).toEqual([200, 200]);
    expect((await deactivate(id)).status).toBe(200);
    expect([await byCookie(), await byKey()]).toEqual([401, 401]);
    expect(await member(userId)).toMatchObject({ status: "suspended" });
    await activate(id);
    expect(await member(userId)).toEqual({ status: "active", source: "scim", roles: ["developer"] });
    expect([await byCookie(), await byKey()]).toEqual([401, 200]);
  });

  test("keeps what was given by hand; who was deactivated by hand stays so", async () => {
    const admin = await makeContext(tenant, tenant.owner);
    const byHand = await makeUser({ email: `byhand@${directory.domain}` });
    await addMember(tenant, byHand, "agent_manager");
    const { id } = await addUser("byhand");
    const group = await addGroup("By hand", [id]);
    await bindRoles(directory, group, ["developer", "agent_manager"]);
    expect((await member(byHand.id))?.roles.sort()).toEqual(["agent_manager", "developer"]);
    await call(
      "PATCH",
      `/Groups/${group}`,
      patchOf({ op: "Remove", path: "members", value: [{ value: id }] }),
    );
    expect(await member(byHand.id)).toMatchObject({ roles: ["agent_manager"] });
    await updateMember(admin, byHand.id, { status: "suspended" });
    await deactivate(id);
    await activate(id);
    expect(await member(byHand.id)).toMatchObject({ status: "suspended" });
    await updateMember(admin, byHand.id, { status: "active" });
    // A deleted entry ends no membership that the directory did not make: it is deactivated, with its roles.
    await call("DELETE", `/Users/${id}`);
    expect(await member(byHand.id)).toEqual({
      status: "suspended",
      source: "invite",
      roles: ["agent_manager"],
    });
    await addUser("byhand");
    expect(await member(byHand.id)).toMatchObject({ status: "active", roles: ["agent_manager"] });
  });

  test("may begin inactive, and take up an invitation that waits", async () => {
    const { id, userId } = await addUser("sleeper", { active: "False" });
    expect(await member(userId)).toMatchObject({ status: "removed", roles: [] });
    await activate(id);
    expect(await member(userId)).toEqual({ status: "active", source: "scim", roles: ["viewer"] });
  });

  test("is never the last admin, the account's only owner or the break-glass owner who goes", async () => {
    await systemPool().query("update platform.users set email = $2 where id = $1", [
      tenant.owner.id,
      `owner@${directory.domain}`,
    ]);
    const { id } = await addUser("owner");
    const refused = await deactivate(id);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining("only owner of the account"),
    ]);
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(409);
    expect(await lastEvent()).toMatchObject({ status: 409, outcome: "refused" });
    const glass = await makeUser({ email: `glass@${directory.domain}` });
    await addMember(tenant, glass, "tenant_admin");
    await rows("insert into platform.sso_break_glass (tenant_id, user_id) values ($1, $2)", [
      tenant.id,
      glass.id,
    ]);
    const linked = await addUser("glass");
    expect((await deactivate(linked.id)).body.detail).toContain("break-glass");
    await rows("delete from platform.sso_break_glass where tenant_id = $1", [tenant.id]);
    // Not protected by name any more; the database keeps the last admin.
    await rows("delete from shared.role_bindings where subject_id = $1", [glass.id]);
    await rows("insert into platform.account_members (account_id, user_id, role) values ($1, $2, 'owner')", [
      tenant.accountId,
      glass.id,
    ]);
    const last = await deactivate(id);
    expect([last.status, last.body.detail]).toEqual([
      409,
      expect.stringContaining("at least one active admin"),
    ]);
    expect(await member(tenant.owner.id)).toMatchObject({ status: "active", roles: ["tenant_admin"] });
    await rows("delete from platform.account_members where user_id = $1", [glass.id]);
  });
});

describe("a group of the directory", () => {
  test("gives nothing by its name; bound roles come and go with it, custom ones too", async () => {
    const admin = await makeContext(tenant, tenant.owner);
    const { key } = await createRole(admin, { name: "Auditors", permissions: ["members:read"] });
    const { id, userId } = await addUser("grouped");
    const group = await addGroup("tenant_admin", [id]);
    expect(await member(userId)).toMatchObject({ roles: ["viewer"] });
    await bindRoles(directory, group, [key]);
    expect(await member(userId)).toMatchObject({ roles: [key] });
    const shown = await call("GET", `/Users/${id}`);
    expect(shown.body.groups).toMatchObject([{ value: group, display: "tenant_admin", type: "direct" }]);
    expect((await call("GET", `/Groups/${group}?excludedAttributes=members`)).body).not.toHaveProperty(
      "members",
    );
    await call("DELETE", `/Groups/${group}`);
    expect(await member(userId)).toMatchObject({ roles: ["viewer"] });
    // The same name again is another group.
    await addGroup("tenant_admin", [id]);
    expect(await member(userId)).toMatchObject({ roles: ["viewer"] });
    expect((await call("POST", "/Groups", { displayName: "Tenant_Admin" })).body.scimType).toBe("uniqueness");
  });

  test("is bound only by who could give the role, and takes over what a sign-in's claims gave", async () => {
    const manager = await makeUser();
    await addMember(tenant, manager, "agent_manager");
    const group = await addGroup("Bosses");
    const ctx = await makeContext(tenant, manager);
    await expect(setGroupRoles(ctx, directory.id, group, { roles: ["tenant_admin"] })).rejects.toMatchObject({
      code: "permission_denied",
    });
    const admin = await makeContext(tenant, tenant.owner);
    await expect(setGroupRoles(admin, foreign.id, group, { roles: [] })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(setGroupRoles(admin, neighbour.id, group, { roles: [] })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(setGroupRoles(admin, directory.id, group, { roles: ["nothing"] })).rejects.toMatchObject({
      code: "validation_failed",
    });
    const stale = await makeUser({ email: `stale@${directory.domain}` });
    await addMember(tenant, stale, "agent_manager");
    await rows("update shared.role_bindings set source = 'jit' where subject_id = $1", [stale.id]);
    await addUser("stale");
    expect(await member(stale.id)).toMatchObject({ roles: ["viewer"] });
    await rows("update shared.role_bindings set source = 'jit' where subject_id = $1", [stale.id]);
    const claims = await addGroup("Claims", [
      (await call("GET", `/Users?${byName("stale")}`)).body.Resources[0]?.id ?? "",
    ]);
    await bindRoles(directory, claims, ["viewer"]);
    expect(await rows("select source from shared.role_bindings where subject_id = $1", [stale.id])).toEqual([
      { source: "scim" },
    ]);
    await setMemberRoles(admin, stale.id, { roles: [{ role: "developer", expires_at: null }] });
    expect(await member(stale.id)).toMatchObject({ roles: ["developer"] });
  });

  test("has members of its own connection only, a thousand at most, and loses no parallel change", async () => {
    const people = [];
    for (const name of ["m1", "m2", "m3", "m4", "m5", "m6"]) people.push((await addUser(name)).id);
    const stranger = await callScim(
      neighbour.token,
      "POST",
      "/Users",
      entraUser(neighbour.domain, "stranger"),
    );
    const group = await addGroup("Parallel");
    const add = (value: string) =>
      call("PATCH", `/Groups/${group}`, patchOf({ op: "Add", path: "members", value: [{ value }] }));
    for (const value of [stranger.body.id, newId(), "no-id"]) {
      expect((await add(value)).body.scimType).toBe("invalidValue");
    }
    await Promise.all(people.map(add));
    const members = async () =>
      ((await call("GET", `/Groups/${group}`)).body.members ?? []).map(({ value }) => value).sort();
    expect(await members()).toEqual([...people].sort());
    await Promise.all(
      people
        .slice(0, 5)
        .map((value, index) =>
          call(
            "PATCH",
            `/Groups/${group}`,
            index % 2 === 0
              ? patchOf({ op: "Remove", path: "members", value: [{ value }] })
              : patchOf({ op: "remove", path: `members[value eq "${value}"]` }),
          ),
        ),
    );
    expect(await members()).toEqual([people[5]]);
    const many = Array.from({ length: 1_001 }, () => ({ value: newId() }));
    expect((await call("POST", "/Groups", { displayName: "Many", members: many })).status).toBe(400);
    const nested = { displayName: "Nested", members: [{ value: group, type: "Group" }] };
    expect((await call("POST", "/Groups", nested)).body.detail).toContain("not supported");
  });
});

describe("a token", () => {
  test("opens its own connection's directory and nothing else", async () => {
    const { id } = await addUser("guarded");
    const group = await addGroup("Guarded");
    for (const token of [neighbour.token, foreign.token]) {
      for (const path of [`/Users/${id}`, `/Groups/${group}`]) {
        const answers = await Promise.all([
          callScim(token, "GET", path),
          callScim(token, "PATCH", path, patchOf({ op: "replace", path: "displayName", value: "x" })),
          callScim(token, "DELETE", path),
        ]);
        expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      }
    }
    const elsewhere = await callScim(directory.token, "GET", "/Users", undefined, {
      slug: foreign.tenant.slug,
    });
    const own = await callScim(directory.token, "GET", "/Users", undefined, { slug: tenant.slug });
    expect([elsewhere.status, own.status]).toEqual([401, 200]);
  });

  test("is refused when it is anything but a live token of a directory that is on", async () => {
    const flipped = `${directory.token.slice(0, -1)}${directory.token.endsWith("A") ? "B" : "A"}`;
    const wrong = ["", "x", flipped, `scim_${"0".repeat(49)}`, directory.token.toUpperCase()];
    for (const token of wrong) expect((await callScim(token, "GET", "/Users")).status).toBe(401);
    const admin = await makeContext(tenant, tenant.owner);
    const key = await createApiKey(admin, { name: "key", scopes: ["sso:read"], expires_in_days: 30 });
    expect((await callScim(key.key, "GET", "/Users")).status).toBe(401);
    expect((await callRoute(listMembers, { key: directory.token })).status).toBe(401);
    const status = async () => (await callScim(directory.token, "GET", "/Users")).status;
    const during = async (change: string, undo: string, id: string) => {
      await rows(change, [id]);
      const refused = await status();
      await rows(undo, [id]);
      return [refused, await status()];
    };
    const token = (set: string) => `update platform.scim_tokens set ${set} where id = $1`;
    expect(await during(token("revoked_at = now()"), token("revoked_at = null"), directory.tokenId)).toEqual([
      401, 200,
    ]);
    const expiry = token("expires_at = now() - interval '1 second'");
    expect(await during(expiry, token("expires_at = now() + interval '1 day'"), directory.tokenId)).toEqual([
      401, 200,
    ]);
    const off = (table: string, set: string, by: string) =>
      `update platform.${table} set ${set} where ${by} = $1`;
    expect(
      await during(
        off("scim_directories", "enabled = false", "connection_id"),
        off("scim_directories", "enabled = true", "connection_id"),
        directory.id,
      ),
    ).toEqual([403, 200]);
    expect(
      await during(
        off("sso_connections", "status = 'disabled'", "id"),
        off("sso_connections", "status = 'enabled'", "id"),
        directory.id,
      ),
    ).toEqual([403, 200]);
    expect(
      await during(
        off("tenants", "status = 'suspended'", "id"),
        off("tenants", "status = 'active'", "id"),
        tenant.id,
      ),
    ).toEqual([403, 200]);
    const plan = (enabled: boolean) =>
      `update platform.account_entitlements set enabled = ${enabled} where account_id = $1 and feature = 'sso'`;
    expect(await during(plan(false), plan(true), tenant.accountId)).toEqual([403, 200]);
    const refused = await rows<{ count: number }>(
      "select count(*)::int as count from shared.scim_events where connection_id = $1 and method = 'GET' and status in (401, 403)",
      [directory.id],
    );
    expect(refused[0]?.count).toBe(6);
  });
});

test("every change is in the audit log under the directory's name, and in the event log without values", async () => {
  const { id } = await addUser("logged", { title: "Secret title" });
  await call(
    "PATCH",
    `/Users/${id}`,
    patchOf({ op: "Replace", path: 'emails[type eq "work"].value', value: "a@b.c" }),
  );
  expect(await lastEvent()).toEqual({
    status: 200,
    outcome: "applied",
    summary: "replace emails[…].value",
    detail: "",
    label: `logged@${directory.domain}`,
  });
  const audit = await rows<{ action: string; actor_type: string; actor_id: string }>(
    "select action, actor_type, actor_id from shared.domain_events where tenant_id = $1 and target_id = $2 order by occurred_at, id",
    [tenant.id, id],
  );
  expect(audit).toEqual(
    ["scim.user_created", "scim.user_updated"].map((action) => ({
      action,
      actor_type: "scim",
      actor_id: directory.id,
    })),
  );
  const kept = await rows<{ text: string }>(
    "select string_agg(e::text, '') as text from shared.scim_events e where connection_id = $1",
    [directory.id],
  );
  expect(kept[0]?.text).not.toMatch(/Secret title|scim_[0-9A-Za-z]{20}|a@b\.c/);
});

describe("an admin", () => {
  test("makes at most two tokens, ends them, and reads what the directory did", async () => {
    const admin = await makeContext(tenant, tenant.owner);
    const second = await issueToken(admin, directory.id, { expires_in_days: 30 });
    expect((await callScim(second.token, "GET", "/Users?count=0")).status).toBe(200);
    await expect(issueToken(admin, directory.id, {})).rejects.toMatchObject({ code: "conflict" });
    await revokeToken(admin, directory.id, second.id);
    expect((await callScim(second.token, "GET", "/Users?count=0")).status).toBe(401);
    const raced = await Promise.allSettled(
      Array.from({ length: 4 }, () => issueToken(admin, directory.id, {})),
    );
    expect(raced.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const shown = await getDirectory(admin, directory.id);
    expect(shown.tokens.filter(({ status }) => status === "active")).toHaveLength(2);
    expect(shown.tokens.find(({ id }) => id === directory.tokenId)).toMatchObject({
      last_used_ip: "192.0.2.30",
    });
    expect(JSON.stringify(shown)).not.toContain(directory.token.slice(5));
    const first = await listScimEvents(admin, directory.id, { outcome: "refused", limit: 2 });
    expect(first.data.map(({ outcome }) => outcome)).toEqual(["refused", "refused"]);
    const cursor = first.page.next_cursor ?? "";
    const next = await listScimEvents(admin, directory.id, { outcome: "refused", limit: 2, cursor });
    expect(next.data.map(({ id }) => id)).not.toContain(first.data[0]?.id);
    const people = await listDirectoryUsers(admin, directory.id, { limit: 3 });
    expect(people.data[0]?.member.roles.length).toBeGreaterThan(0);
    expect(await tenantActions(tenant.id)).toEqual(
      expect.arrayContaining([
        "scim.enabled",
        "scim.token_created",
        "scim.token_revoked",
        "scim.group_roles_changed",
      ]),
    );
  });

  test("alone may do that, lately proved, and in their own workspace only", async () => {
    const admin = await makeContext(tenant, tenant.owner);
    const old = await makeContext(tenant, tenant.owner, {
      ...(admin.actor as Extract<typeof admin.actor, { type: "user" }>),
      authAt: new Date(Date.now() - 3_600_000),
    });
    const developer = await makeUser();
    await addMember(tenant, developer, "developer");
    const ctx = await makeContext(tenant, developer);
    const tries = (who: typeof admin, id: string) => [
      () => setDirectory(who, id, { enabled: false }),
      () => issueToken(who, id, {}),
      () => revokeToken(who, id, directory.tokenId),
      () => setGroupRoles(who, id, newId(), { roles: [] }),
    ];
    for (const work of tries(ctx, directory.id))
      await expect(work()).rejects.toMatchObject({ code: "permission_denied" });
    for (const work of tries(old, directory.id))
      await expect(work()).rejects.toMatchObject({ code: "step_up_required" });
    for (const work of tries(admin, foreign.id))
      await expect(work()).rejects.toMatchObject({ code: "not_found" });
    for (const read of [getDirectory, listDirectoryGroups, listDirectoryUsers, listScimEvents]) {
      await expect(read(ctx, directory.id, {})).rejects.toMatchObject({ code: "permission_denied" });
      await expect(read(admin, foreign.id, {})).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("who deletes the connection keeps its members, with the roles that it gave", async () => {
    const made = await callScim(neighbour.token, "POST", "/Users", entraUser(neighbour.domain, "kept"));
    const group = await callScim(neighbour.token, "POST", "/Groups", {
      displayName: "Kept",
      members: [{ value: made.body.id }],
    });
    await bindRoles(neighbour, group.body.id, ["developer"]);
    const userId = await userIdOf(made.body.id);
    await rows("update platform.sso_connections set status = 'disabled' where id = $1", [neighbour.id]);
    await deleteConnection(await makeContext(tenant, tenant.owner), neighbour.id);
    expect(await member(userId)).toEqual({ status: "active", source: "scim", roles: ["developer"] });
    const left = await rows("select 1 from shared.scim_users where connection_id = $1", [neighbour.id]);
    expect(left).toEqual([]);
    expect(await rows("select source from shared.role_bindings where subject_id = $1", [userId])).toEqual([
      { source: "manual" },
    ]);
    expect((await callScim(neighbour.token, "GET", "/Users")).status).toBe(401);
  });
});
