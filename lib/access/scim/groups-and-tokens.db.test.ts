import { describe, expect, test } from "vitest";
import { GET as listMembers } from "@/app/api/v1/users/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { newId } from "@/lib/core/ids";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import {
  addGroup,
  addUser,
  byName,
  call,
  directory,
  foreign,
  member,
  neighbour,
  rows,
  scimScene,
  tenant,
} from "@/lib/testing/scim-scene";
import { bindRoles, callScim, entraUser, patchOf } from "@/lib/testing/scim-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { getDirectory } from "./directory/get-directory";
import { listDirectoryUsers } from "./directory/list-directory-users";
import { listScimEvents } from "./directory/list-scim-events";
import { setGroupRoles } from "./directory/set-group-roles";
import { issueToken } from "./tokens/issue-token";
import { revokeToken } from "./tokens/revoke-token";

scimScene();

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
});
