import { describe, expect, test } from "vitest";
import { deleteConnection } from "@/lib/access/single-sign-on/connections/delete-connection";
import { newId } from "@/lib/core/ids";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import {
  addUser,
  call,
  directory,
  foreign,
  lastEvent,
  member,
  neighbour,
  rows,
  scimScene,
  tenant,
  userIdOf,
} from "@/lib/testing/scim-scene";
import { bindRoles, callScim, entraUser, patchOf } from "@/lib/testing/scim-world";
import { issueToken } from "../tokens/issue-token";
import { revokeToken } from "../tokens/revoke-token";
import { FORGET_QUEUE, forgetDirectory } from "./forget-directory";
import { getDirectory } from "./get-directory";
import { listDirectoryGroups } from "./list-directory-groups";
import { listDirectoryUsers } from "./list-directory-users";
import { listScimEvents } from "./list-scim-events";
import { setDirectory } from "./set-directory";
import { setGroupRoles } from "./set-group-roles";

scimScene();

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
    const queued = await rows("select 1 from platform.outbox where dedupe_key = $1", [
      `${FORGET_QUEUE}:${neighbour.id}`,
    ]);
    expect(queued).toHaveLength(1);
    for (let turn = 0; turn < 2; turn += 1) await forgetDirectory(tenant.id, neighbour.id);
    expect(await member(userId)).toEqual({ status: "active", source: "scim", roles: ["developer"] });
    const left = await rows("select 1 from shared.scim_users where connection_id = $1", [neighbour.id]);
    expect(left).toEqual([]);
    expect(await rows("select source from shared.role_bindings where subject_id = $1", [userId])).toEqual([
      { source: "manual" },
    ]);
    expect((await callScim(neighbour.token, "GET", "/Users")).status).toBe(401);
  });
});
