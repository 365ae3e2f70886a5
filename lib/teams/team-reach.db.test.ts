import { expect, test } from "vitest";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { ownerPool } from "@/lib/infra/database/pools";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { admin, may, member, put, reason, team, teamScene, tenant } from "@/lib/testing/team-scene";
import { deleteTeam } from "./delete-team";
import { getTeam } from "./get-team";
import { removeTeamMember } from "./members/remove-team-member";
import { giveTeamRole } from "./roles/give-team-role";
import { updateTeam } from "./update-team";

teamScene();

test("who stands above by what a team is handed down is not moved away from it, and only who may lead is told so", async () => {
  const staff = await createRole(admin, {
    name: "Tree keepers",
    permissions: ["teams:read", "teams:manage", "members:read"],
    rank: 30,
  });
  const [keeper, vera] = [await member(staff.key), await member()];
  const admins = await team("Admins");
  const child = await team("Night shift", admins.id);
  await giveTeamRole(admin, admins.id, { role: "tenant_admin", inherit: true });
  await put(child.id, vera);
  const ctx = await makeContext(tenant, keeper);
  await expect(updateTeam(ctx, child.id, { parent_id: null })).rejects.toMatchObject(reason("higher_rank"));
  expect(await may(vera, "members:remove")).toBe(true);
  expect((await getTeam(admin, child.id)).can_lead).toBe(true);
  expect((await getTeam(ctx, child.id)).can_lead).toBe(false);
  await updateTeam(admin, child.id, { parent_id: null });
  expect(await may(vera, "members:remove")).toBe(false);
});

test("what gives back a denied right of high risk asks for a fresh proof, as giving it does", async () => {
  const deny = await createRole(admin, {
    name: "No people",
    permissions: ["agents:read"],
    denied: ["roles:manage"],
    rank: 5,
  });
  const top = await team("Top");
  const child = await team("Child", top.id);
  await giveTeamRole(admin, top.id, { role: deny.key, inherit: true });
  const anna = await member("tenant_admin");
  await put(child.id, anna);
  const authAt = new Date(Date.now() - 11 * 60_000);
  const late = await makeContext(tenant, tenant.owner, { ...makeUserContext(tenant.owner).actor, authAt });
  const ways = (ctx: typeof admin) => [
    () => updateTeam(ctx, child.id, { parent_id: null }),
    () => removeTeamMember(ctx, child.id, anna.id),
    () => deleteTeam(ctx, child.id, { sub_teams: "refuse" }),
  ];
  for (const way of ways(late)) await expect(way()).rejects.toMatchObject({ code: "step_up_required" });
  expect(await may(anna, "roles:manage")).toBe(false);
  await ways(admin)[0]?.();
  expect(await may(anna, "roles:manage")).toBe(true);
  // Where nothing is denied it goes without.
  await removeTeamMember(late, child.id, anna.id);
  await deleteTeam(late, child.id, { sub_teams: "refuse" });
});

test("a role that takes the place of one that has ended reaches no further for it", async () => {
  const role = (name: string, permission: string) => createRole(admin, { name, permissions: [permission] });
  const [ended, kept] = [await role("Ended", "agents:read"), await role("Kept", "audit:read")];
  const top = await team("Top");
  const anna = await member();
  await put((await team("Child", top.id)).id, anna);
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  await giveTeamRole(admin, top.id, { role: ended.key, inherit: true, expires_at });
  await giveTeamRole(admin, top.id, { role: kept.key });
  await ownerPool().query(
    "update shared.role_bindings set expires_at = now() - interval '1 second' where tenant_id = $1 and role_id = $2",
    [tenant.id, ended.id],
  );
  await deleteRole(admin, ended.id, kept.id);
  expect(await may(anna, "audit:read")).toBe(false);
  expect((await getTeam(admin, top.id)).roles).toMatchObject([{ role: kept.key, inherit: false }]);
});
