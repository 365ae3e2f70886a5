import { expect, test } from "vitest";
import { removeMember } from "@/lib/access/members/remove-member";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { newId } from "@/lib/core/ids";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { admin, field, may, member, put, reason, team, teamScene, tenant } from "@/lib/testing/team-scene";
import { createTeam } from "./create-team";
import { deleteTeam } from "./delete-team";
import { getTeam } from "./get-team";
import { listTeams } from "./list-teams";
import { addTeamMember } from "./members/add-team-member";
import { listTeamMembers } from "./members/list-team-members";
import { removeTeamMember } from "./members/remove-team-member";
import { setTeamMemberKind } from "./members/set-team-member-kind";
import { giveTeamRole } from "./roles/give-team-role";
import { takeTeamRole } from "./roles/take-team-role";
import { updateTeam } from "./update-team";

teamScene();

test("nobody gives through a team what they lack or to whom stands above them, nor touches teams without the right", async () => {
  const staff = await createRole(admin, {
    name: "Team keepers",
    permissions: [
      "teams:read",
      "teams:manage",
      "teams:roles",
      "teams:lead",
      "members:read",
      "roles:read",
      "agents:read",
    ],
    rank: 30,
  });
  const [product, admins] = [await team("Product"), await team("Admins")];
  const [keeper, vera] = [await member(staff.key), await member()];
  const ctx = await makeContext(tenant, keeper);
  await giveTeamRole(admin, admins.id, { role: "tenant_admin", inherit: true });
  const grants = [
    () => giveTeamRole(ctx, product.id, { role: "developer" }),
    () => addTeamMember(ctx, admins.id, { user_id: keeper.id }),
    () => addTeamMember(ctx, admins.id, { user_id: vera.id }),
    () => updateTeam(ctx, product.id, { parent_id: admins.id }),
  ];
  for (const grant of grants) {
    await expect(grant()).rejects.toMatchObject({
      details: { reason: expect.stringMatching(/^(grants_more_than_held|higher_rank)$/) },
    });
  }
  const adminRole = (await getTeam(admin, admins.id)).roles[0]?.role_id ?? "";
  await expect(takeTeamRole(ctx, admins.id, adminRole)).rejects.toMatchObject(reason("higher_rank"));
  await expect(deleteTeam(ctx, admins.id, { sub_teams: "refuse" })).rejects.toMatchObject(
    reason("higher_rank"),
  );
  // Who is an admin through a team stands as high as any.
  await put(admins.id, vera);
  expect(await may(vera, "members:remove")).toBe(true);
  const helper = await createRole(admin, {
    name: "Helper",
    permissions: ["agents:read"],
    denied: ["usage:read"],
    rank: 1,
  });
  await expect(addTeamMember(ctx, product.id, { user_id: vera.id })).resolves.toMatchObject({
    kind: "member",
  });
  await expect(giveTeamRole(ctx, product.id, { role: helper.key })).rejects.toMatchObject(
    reason("higher_rank"),
  );
  const manager = await createRole(admin, {
    name: "People",
    permissions: ["members:update", "members:remove", "members:read"],
    rank: 50,
  });
  const boss = await makeContext(tenant, await member(manager.key));
  await expect(removeMember(boss, vera.id)).rejects.toMatchObject(reason("higher_rank"));
  await updateMember(admin, vera.id, { status: "suspended" });
  expect(await may(vera, "members:remove")).toBe(false);
  const late = await makeContext(tenant, tenant.owner, {
    ...makeUserContext(tenant.owner).actor,
    authAt: new Date(Date.now() - 11 * 60_000),
  });
  const other = await member();
  const proofs = [
    () => giveTeamRole(late, product.id, { role: "viewer" }),
    () => takeTeamRole(late, admins.id, adminRole),
    () => addTeamMember(late, admins.id, { user_id: other.id }),
    () => updateTeam(late, product.id, { parent_id: admins.id }),
    () => deleteTeam(late, admins.id, { sub_teams: "refuse" }),
  ];
  for (const ask of proofs) await expect(ask()).rejects.toMatchObject({ code: "step_up_required" });
  await expect(updateMember(boss, vera.id, { status: "active" })).rejects.toMatchObject(
    reason("higher_rank"),
  );

  const viewer = await makeContext(tenant, other);
  const refused = [
    () => createTeam(viewer, { name: "Mine" }),
    () => updateTeam(viewer, product.id, { name: "Mine" }),
    () => deleteTeam(viewer, product.id, { sub_teams: "refuse" }),
    () => addTeamMember(viewer, product.id, { user_id: other.id }),
    () => setTeamMemberKind(viewer, product.id, vera.id, { kind: "manager" }),
    () => removeTeamMember(viewer, product.id, vera.id),
    () => giveTeamRole(viewer, product.id, { role: "viewer" }),
    () => takeTeamRole(viewer, product.id, adminRole),
  ];
  for (const ask of refused) await expect(ask()).rejects.toMatchObject({ code: "permission_denied" });
  const key = await makeKeyContext(tenant, tenant.owner, ["teams:read"]);
  await expect(createTeam(key, { name: "Mine" })).rejects.toMatchObject({ code: "permission_denied" });
  expect((await listTeams(key, {})).data).toHaveLength(2);
});

test("wishes that cannot be are refused, and other tenants' teams are not there", async () => {
  const product = await team("Product");
  const web = await team("Web", product.id);
  await expect(team("product")).rejects.toMatchObject(field("team_name_taken"));
  await expect(team("WEB", product.id)).rejects.toMatchObject(field("team_name_taken"));
  expect((await team("Web")).depth).toBe(1);
  await expect(team("Lost", newId())).rejects.toMatchObject(field("unknown_team"));
  await expect(createTeam(admin, { name: " " })).rejects.toThrow();
  await expect(updateTeam(admin, product.id, { parent_id: web.id })).rejects.toMatchObject(
    reason("team_circle"),
  );
  await expect(updateTeam(admin, product.id, { parent_id: product.id })).rejects.toMatchObject(
    reason("team_circle"),
  );
  let below = web.id;
  for (let depth = 3; depth <= 8; depth += 1) below = (await team(`Level ${depth}`, below)).id;
  await expect(team("Level 9", below)).rejects.toMatchObject(reason("team_too_deep"));
  const top = await team("Top");
  await expect(updateTeam(admin, product.id, { parent_id: top.id })).rejects.toMatchObject(
    reason("team_too_deep"),
  );
  await updateTeam(admin, web.id, {
    parent_id: null,
    name: "Web team",
    description: "Sites",
    kind: "project",
  });
  expect(await getTeam(admin, below)).toMatchObject({
    depth: 7,
    path: [{ name: "Web team" }, {}, {}, {}, {}, {}],
  });
  await expect(deleteTeam(admin, web.id, { sub_teams: "refuse" })).rejects.toMatchObject(
    reason("team_has_sub_teams"),
  );
  await deleteTeam(admin, web.id, { sub_teams: "move_up" });
  expect((await getTeam(admin, below)).depth).toBe(6);

  const pages = [];
  let cursor: string | undefined;
  do {
    const page = await listTeams(admin, { limit: 3, cursor });
    pages.push(...page.data.map(({ name }) => name));
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor);
  expect(pages).toEqual([
    "Level 3",
    "Level 4",
    "Level 5",
    "Level 6",
    "Level 7",
    "Level 8",
    "Product",
    "Top",
    "Web",
  ]);
  expect((await listTeams(admin, { q: "LEVEL 4" })).data).toMatchObject([
    { name: "Level 4", path: [{ name: "Level 3" }] },
  ]);

  const [anna, stranger] = [await member(), await makeUser()];
  await put(product.id, anna);
  await expect(put(product.id, anna)).rejects.toMatchObject(reason("already_in_team"));
  await expect(put(product.id, stranger)).rejects.toMatchObject({ code: "not_found" });
  await expect(giveTeamRole(admin, product.id, { role: "nothing" })).rejects.toMatchObject(
    field("unknown_role"),
  );
  expect((await listTeamMembers(admin, product.id, {})).data).toMatchObject([
    { id: anna.id, source: "manual", groups: [] },
  ]);
  // Who left the workspace left its teams.
  await removeMember(admin, anna.id);
  expect((await listTeamMembers(admin, product.id, {})).data).toEqual([]);

  const elsewhere = await makeTenant({ planKey: "professional" });
  const foreign = await makeContext(elsewhere, elsewhere.owner);
  const asks = [
    () => getTeam(foreign, product.id),
    () => updateTeam(foreign, product.id, { name: "Mine" }),
    () => deleteTeam(foreign, product.id, { sub_teams: "refuse" }),
    () => listTeamMembers(foreign, product.id, {}),
    () => addTeamMember(foreign, product.id, { user_id: elsewhere.owner.id }),
    () => giveTeamRole(foreign, product.id, { role: "viewer" }),
    () => takeTeamRole(foreign, product.id, newId()),
  ];
  for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: "not_found" });
  await expect(createTeam(foreign, { name: "Mine", parent_id: product.id })).rejects.toMatchObject(
    field("unknown_team"),
  );
});

test("an admin through a team does not count as the one who stays, nor one from whom a team takes something", async () => {
  const product = await team("Product");
  await giveTeamRole(admin, product.id, { role: "tenant_admin" });
  const anna = await member();
  await put(product.id, anna);
  const ctx = await makeContext(tenant, anna);
  await expect(removeMember(ctx, tenant.owner.id)).rejects.toMatchObject(reason("last_admin"));
  const deny = await createRole(admin, { name: "Less", permissions: ["usage:read"], denied: ["audit:read"] });
  const other = await team("Other");
  await giveTeamRole(admin, other.id, { role: deny.key });
  await expect(put(other.id, tenant.owner)).rejects.toMatchObject(reason("last_admin"));
  await addTeamMember(admin, product.id, { user_id: tenant.owner.id });
  await expect(giveTeamRole(admin, product.id, { role: deny.key })).rejects.toMatchObject(
    reason("last_admin"),
  );
  await giveTeamRole(admin, other.id, { role: deny.key, inherit: true });
  await expect(updateTeam(admin, product.id, { parent_id: other.id })).rejects.toMatchObject(
    reason("last_admin"),
  );
});
