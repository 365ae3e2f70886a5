import { expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import { updateApiKey } from "@/lib/access/api-keys/update-api-key";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { updateRole } from "@/lib/access/roles/custom/update-role";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";

test("keys, roles and who holds them need a proof of the last ten minutes; what takes nothing does not", async () => {
  const tenant = await makeTenant({ planKey: "professional" });
  const vera = await makeUser();
  await addMember(tenant, vera, "developer");
  const ctx = await makeContext(tenant, tenant.owner);
  const minutesAgo = (minutes: number) =>
    makeContext(tenant, tenant.owner, {
      ...makeUserContext(tenant.owner).actor,
      authAt: new Date(Date.now() - minutes * 60_000),
    });
  const [late, inTime] = [await minutesAgo(11), await minutesAgo(9)];
  const wish = { name: "Key", scopes: ["agents:read"], ip_allowlist: ["192.0.2.0/24"] };
  const own = await createApiKey(ctx, wish);
  const theirs = await createApiKey(await makeContext(tenant, vera), wish);
  const role = await createRole(ctx, { name: "Own", permissions: ["agents:read"] });
  const asks = [
    () => createApiKey(late, wish),
    () => rotateApiKey(late, own.id, {}),
    () => revokeApiKey(late, theirs.id),
    () => updateApiKey(late, own.id, { ip_allowlist: [] }),
    () => updateApiKey(late, own.id, { ip_allowlist: ["192.0.0.0/16"] }),
    () => createRole(late, { name: "Other", permissions: ["agents:read"] }),
    () => updateRole(late, role.id, { name: "Mine" }, 1),
    () => deleteRole(late, role.id, null),
    () => setMemberRoles(late, vera.id, { roles: [{ role: "viewer" }] }),
    () => updateMember(late, vera.id, { role: "viewer" }),
  ];
  for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: "step_up_required" });
  await updateApiKey(late, own.id, { name: "Renamed", ip_allowlist: ["192.0.2.7"] });
  await revokeApiKey(late, own.id);
  await updateMember(late, vera.id, { status: "suspended" });
  await createApiKey(inTime, wish);
  await createApiKey(await makeKeyContext(tenant, tenant.owner, ["api_keys:create", "agents:read"]), wish);
});
