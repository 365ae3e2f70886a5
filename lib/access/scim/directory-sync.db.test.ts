import { beforeAll, expect, test } from "vitest";
import { systemPool } from "@/lib/infra/database/pools";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { callScim, entraUser, makeDirectory, patchOf, type TestDirectory } from "@/lib/testing/scim-world";
import { membershipOf } from "@/lib/testing/sso-world";

let tenant: TestTenant;
let directory: TestDirectory;

beforeAll(async () => {
  tenant = await makeTenant({ planKey: "enterprise" });
  directory = await makeDirectory(tenant, "scim.acme-people.com", { preset: "entra" });
});

const userIdOf = async (scimId: string) =>
  (
    await systemPool().query<{ user_id: string }>("select user_id from shared.scim_users where id = $1", [
      scimId,
    ])
  ).rows[0]?.user_id ?? "";

test("a person's entry makes a member, and a member's end", async () => {
  const made = await callScim(directory.token, "POST", "/Users", entraUser(directory.domain, "anna"));
  expect(made.body).toMatchObject({ userName: `anna@${directory.domain}`, active: true });
  expect(made.status).toBe(201);
  const userId = await userIdOf(made.body.id);
  expect(await membershipOf(tenant.id, userId)).toEqual({
    status: "active",
    source: "scim",
    roles: ["viewer"],
  });
  const off = await callScim(
    directory.token,
    "PATCH",
    `/Users/${made.body.id}`,
    patchOf({ op: "Replace", path: "active", value: "False" }),
  );
  expect(off.body).toMatchObject({ active: false });
  expect(await membershipOf(tenant.id, userId)).toMatchObject({ status: "suspended" });
});
