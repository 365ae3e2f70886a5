import { expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { admin, builtIn, may, tenant, vera, viewerScene } from "@/lib/testing/viewer-scene";
import { inviteMembers } from "../../invitations/invite-members";
import { updateMember } from "../../members/update-member";
import { getRole } from "../get-role";
import { listRoles } from "../list-roles";
import { createRole } from "./create-role";
import { deleteRole } from "./delete-role";
import { previewRole } from "./preview-role";

viewerScene({ planKey: "professional" });

test("a role in use goes only with the role that takes over: holders and pending invitations move together", async () => {
  const [old, next] = [
    await createRole(admin, { name: "Old", permissions: ["agents:read"] }),
    await createRole(admin, { name: "Next", permissions: ["agents:read", "agents:update"] }),
  ];
  await updateMember(admin, vera.id, { role: old.key });
  await inviteMembers(admin, {
    invitations: [{ email: `new-${newId().slice(-8)}@example.test`, role: old.key }],
  });
  await expect(deleteRole(admin, old.id, null)).rejects.toMatchObject({ details: { reason: "role_in_use" } });
  const preview = await previewRole(admin, old.id, { delete: true, remap_to: next.id });
  expect(preview.people).toMatchObject([{ id: vera.id, gains: ["agents:update"], loses: [] }]);
  expect(preview.pending_invitations).toBe(1);
  await deleteRole(admin, old.id, next.id);
  const roles = await listRoles(admin);
  expect(roles.some(({ id }) => id === old.id)).toBe(false);
  expect(roles.find(({ id }) => id === next.id)).toMatchObject({ member_count: 1, pending_invitations: 1 });
  expect(await may(vera, "agents:update")).toBe(true);
  await expect(deleteRole(admin, await builtIn("viewer"), null)).rejects.toMatchObject({
    details: { reason: "built_in_role" },
  });
});

test("single sign-on holds a role; it moves with the rest, and a key never comes to mean another role", async () => {
  const role = await createRole(admin, { name: "Staff", permissions: ["agents:read"] });
  const groups = [
    { group: "all", role: "viewer" },
    { group: "staff", role: role.key },
  ];
  const connection = newId();
  await systemPool().query(
    `insert into platform.sso_connections (id, tenant_id, kind, preset, name, group_roles, default_role)
     values ($1, $2, 'oidc', 'okta', 'Okta', $3, $4)`,
    [connection, tenant.id, JSON.stringify(groups), role.key],
  );
  expect((await getRole(admin, role.id)).connections).toEqual(["Okta"]);
  await expect(deleteRole(admin, role.id, null)).rejects.toMatchObject({
    details: { reason: "role_in_use" },
  });
  await deleteRole(admin, role.id, await builtIn("developer"));
  const { rows } = await systemPool().query(
    "select group_roles, default_role from platform.sso_connections where id = $1",
    [connection],
  );
  expect(rows).toEqual([
    { group_roles: [groups[0], { group: "staff", role: "developer" }], default_role: "developer" },
  ]);
  expect((await createRole(admin, { name: "Staff", permissions: ["usage:read"] })).key).toBe("staff_2");
});

test("giving and deleting at once never leaves somebody with a role that is gone", async () => {
  for (let round = 0; round < 4; round += 1) {
    const role = await createRole(admin, { name: `Race ${round}`, permissions: ["agents:read"] });
    const results = await Promise.allSettled([
      updateMember(admin, vera.id, { role: role.key }),
      deleteRole(admin, role.id, null),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});
