import { describe, expect, test } from "vitest";
import { GET as getMe } from "@/app/api/v1/me/route";
import { GET as listMembers } from "@/app/api/v1/users/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { updateMember } from "@/lib/access/members/update-member";
import { endExpiredRoles } from "@/lib/access/roles/grants/end-expired-roles";
import { restoreAccount } from "@/lib/auth/deletion/restore-account";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import {
  activate,
  addGroup,
  addUser,
  call,
  deactivate,
  directory,
  lastEvent,
  member,
  neighbour,
  rows,
  scimScene,
  tenant,
  userIdOf,
} from "@/lib/testing/scim-scene";
import { bindRoles, callScim, entraUser, patchOf } from "@/lib/testing/scim-world";
import { samlSignIn, somebody } from "@/lib/testing/sso-world";
import { TestBrowser } from "@/lib/testing/test-browser";
import { setDirectory } from "./directory/set-directory";

scimScene();

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

  test("has a group's role again when the same role, given by hand for a time, ends", async () => {
    const { id, userId } = await addUser("interim");
    await rows(
      `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, source, expires_at)
       select tenant_id, gen_random_uuid(), 'user', $2, id, 'manual', now() + interval '1 hour' from shared.roles
       where tenant_id = $1 and key = 'developer'`,
      [tenant.id, userId],
    );
    await bindRoles(directory, await addGroup("Interim", [id]), ["developer"]);
    await rows(
      "update shared.role_bindings set expires_at = now() where subject_id = $1 and source = 'manual'",
      [userId],
    );
    await endExpiredRoles();
    const held = await rows<object>(
      "select source, expires_at from shared.role_bindings where subject_id = $1",
      [userId],
    );
    expect([held, (await member(userId))?.roles]).toEqual([
      [{ source: "scim", expires_at: null }],
      ["developer"],
    ]);
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

  test("who is deleting their account and is switched off meanwhile stays out when they take it back", async () => {
    const { id, userId } = await addUser("undecided");
    const kept = await addUser("undecided.kept");
    for (const each of [userId, kept.userId]) {
      await rows("update platform.users set status = 'leaving' where id = $1", [each]);
      await rows("update platform.user_tenants set status = 'suspended' where user_id = $1", [each]);
      await rows("update shared.memberships set status = 'suspended' where user_id = $1", [each]);
      await rows(
        "insert into platform.person_deletions (user_id, suspended_in, delete_after) values ($1, $2, now())",
        [each, [tenant.id]],
      );
    }
    await deactivate(id);
    const info = { requestId: "test", ip: null, userAgent: null };
    await withSystem((tx) => restoreAccount(tx, info, userId));
    await withSystem((tx) => restoreAccount(tx, info, kept.userId));
    expect(await member(userId)).toMatchObject({ status: "suspended" });
    expect(await member(kept.userId)).toMatchObject({ status: "active" });
    await activate(id);
    expect(await member(userId)).toMatchObject({ status: "active" });
  });

  test("may begin inactive, and take up an invitation that waits", async () => {
    const { id, userId } = await addUser("sleeper", { active: "False" });
    expect(await member(userId)).toMatchObject({ status: "removed", roles: [] });
    await activate(id);
    expect(await member(userId)).toEqual({ status: "active", source: "scim", roles: ["viewer"] });
    // Whoever is here already is out for good, too: the session does not come back with the entry.
    const known = await makeUser({ email: `dozer@${directory.domain}` });
    await addMember(tenant, known, "viewer");
    const browser = new TestBrowser();
    await samlSignIn(browser, directory, somebody(directory.domain, { email: known.email }));
    const session = browser.jar().get("__Host-atrium.sso-session") ?? "";
    const cookie = (await sealSession(session, `${tenant.slug}.atrium.localhost:3000`)).split(";")[0] ?? "";
    const status = async () => (await callRoute(getMe, { slug: tenant.slug, cookie })).status;
    expect(await status()).toBe(200);
    const dozer = await addUser("dozer", { active: false });
    await activate(dozer.id);
    expect([(await member(known.id))?.status, await status()]).toEqual(["active", 401]);
  });

  test("is kept by another directory only while that one is switched on", async () => {
    const domain = "moved.acme-people.com";
    await rows(
      `insert into platform.sso_domains (id, tenant_id, connection_id, domain, token, status, verified_at)
       values (gen_random_uuid(), $1, $2, $3, 'proved', 'verified', now())`,
      [tenant.id, directory.id, domain],
    );
    const old = (await call("POST", "/Users", entraUser(domain, "mover"))).body.id;
    await bindRoles(directory, await addGroup("Movers", [old]), ["developer"]);
    const userId = await userIdOf(old);
    expect(await member(userId)).toMatchObject({ roles: ["developer"] });
    // The company moves to another provider, which lists the same person.
    await rows("update platform.sso_domains set connection_id = $1 where domain = $2", [
      neighbour.id,
      domain,
    ]);
    const ask = (method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown) =>
      callScim(neighbour.token, method, path, body);
    const { id } = (await ask("POST", "/Users", entraUser(domain, "mover"))).body;
    const set = (active: boolean) =>
      ask("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "active", value: active }));
    const detail = async () =>
      (
        await rows<{ detail: string }>(
          "select detail from shared.scim_events where connection_id = $1 order by created_at desc, id desc limit 1",
          [neighbour.id],
        )
      )[0]?.detail;
    expect((await set(false)).status).toBe(200);
    expect(await member(userId)).toMatchObject({ status: "active" });
    expect(await detail()).toMatch(/^The member stays active: the directory of .+ still lists them/);
    await set(true);
    const admin = await makeContext(tenant, tenant.owner);
    await setDirectory(admin, directory.id, { enabled: false });
    expect((await set(false)).status).toBe(200);
    expect([await member(userId), await detail()]).toMatchObject([{ status: "suspended" }, ""]);
    await set(true);
    expect(await member(userId)).toMatchObject({ status: "active", roles: ["viewer"] });
    // Likewise where it is the connection that is off.
    await setDirectory(admin, directory.id, { enabled: true });
    await rows("update platform.sso_connections set status = 'disabled' where id = $1", [directory.id]);
    expect((await ask("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(await member(userId)).toMatchObject({ status: "suspended" });
    await rows("update platform.sso_connections set status = 'enabled' where id = $1", [directory.id]);
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
