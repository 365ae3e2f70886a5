import { expect, test } from "vitest";
import { forgetDirectory } from "@/lib/access/scim/directory/forget-directory";
import { setGroupRoles } from "@/lib/access/scim/directory/set-group-roles";
import { newId } from "@/lib/core/ids";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { addGroup, addUser, call, directory, scimScene, tenant } from "@/lib/testing/scim-scene";
import { patchOf } from "@/lib/testing/scim-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createTeam } from "./create-team";
import { addTeamMember } from "./members/add-team-member";
import { listTeamMembers } from "./members/list-team-members";
import { giveTeamRole } from "./roles/give-team-role";

scimScene();

test("a group's people come and go with a team that it is mapped to; whom a person put in stays", async () => {
  const admin = await makeContext(tenant, tenant.owner);
  const [one, two] = [await addUser("one"), await addUser("two")];
  const group = await addGroup("Builders", [one.id]);
  const team = await createTeam(admin, { name: "Product" });
  await giveTeamRole(admin, team.id, { role: "developer" });
  const put = (teams: string[] | undefined, ctx = admin) =>
    setGroupRoles(ctx, directory.id, group, { roles: [], ...(teams && { teams }) });
  const inTeam = async () =>
    (await listTeamMembers(admin, team.id, {})).data.map(({ id, source, groups }) => [id, source, groups]);
  const may = async (userId: string) =>
    (await makeContext(tenant, { id: userId, email: "", name: "" })).decide("api_keys:create").allowed;
  expect(await put([team.id])).toMatchObject({ roles: [], teams: [{ id: team.id, name: "Product" }] });
  expect(await inTeam()).toEqual([[one.userId, "scim", ["Builders"]]]);
  expect(await may(one.userId)).toBe(true);
  await call(
    "PATCH",
    `/Groups/${group}`,
    patchOf({ op: "Add", path: "members", value: [{ value: two.id }] }),
  );
  expect([await may(two.userId), (await put(undefined)).teams.length]).toEqual([true, 1]);
  await call(
    "PATCH",
    `/Groups/${group}`,
    patchOf({ op: "Remove", path: "members", value: [{ value: one.id }] }),
  );
  expect([await may(one.userId), await may(two.userId)]).toEqual([false, true]);
  await addTeamMember(admin, team.id, { user_id: one.userId });
  await put([]);
  expect(await inTeam()).toEqual([[one.userId, "manual", []]]);
  await put([team.id]);
  await call("DELETE", `/Groups/${group}`);
  expect(await inTeam()).toEqual([[one.userId, "manual", []]]);
  expect(await tenantActions(tenant.id)).toEqual(
    expect.arrayContaining(["scim.group_teams_changed", "team.member_added", "team.member_removed"]),
  );
});

test("a team is mapped by who could give its roles, within the workspace, and outlives the directory", async () => {
  const admin = await makeContext(tenant, tenant.owner);
  const three = await addUser("three");
  const group = await addGroup("Bosses", [three.id]);
  const team = await createTeam(admin, { name: "Admins" });
  const manager = await makeUser();
  await addMember(tenant, manager, "agent_manager");
  const elsewhere = await makeTenant({ planKey: "enterprise" });
  const foreign = await createTeam(await makeContext(elsewhere, elsewhere.owner), { name: "Theirs" });
  const put = (teams: string[], ctx = admin) => setGroupRoles(ctx, directory.id, group, { roles: [], teams });
  await expect(put([team.id], await makeContext(tenant, manager))).rejects.toMatchObject({
    code: "permission_denied",
  });
  for (const id of [newId(), foreign.id]) {
    await expect(put([id])).rejects.toMatchObject({ details: { errors: [{ code: "unknown_team" }] } });
  }
  await put([team.id]);
  await forgetDirectory(tenant.id, directory.id);
  expect((await listTeamMembers(admin, team.id, {})).data).toMatchObject([
    { id: three.userId, source: "manual" },
  ]);
});
