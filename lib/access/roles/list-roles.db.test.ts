import { expect, test } from "vitest";
import { SYSTEM_ROLES } from "@/lib/access/permissions";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { listRoles } from "./list-roles";

test("lists the built-in roles with their permissions and holders, strongest first", async () => {
  const tenant = await makeTenant();
  await makeTenant();
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const roles = await listRoles(await makeContext(tenant, viewer));
  expect(roles.map((role) => [role.key, role.member_count])).toEqual([
    ["tenant_admin", 1],
    ["agent_manager", 0],
    ["developer", 0],
    ["viewer", 1],
  ]);
  expect(roles.filter((role) => role.grantable).map((role) => role.key)).toEqual(["viewer"]);
  const forAdmin = await listRoles(await makeContext(tenant, tenant.owner));
  expect(forAdmin.every((role) => role.grantable)).toBe(true);
  expect(roles[3]?.permissions).toEqual([...SYSTEM_ROLES.viewer.permissions].sort());
});

test("strangers are refused", async () => {
  const [tenant, other] = [await makeTenant(), await makeTenant()];
  await expect(listRoles(await makeContext(tenant, other.owner))).rejects.toMatchObject({
    code: "permission_denied",
    details: { subject: "roles:read" },
  });
});
