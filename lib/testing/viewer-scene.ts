import { beforeEach } from "vitest";
import { listRoles } from "@/lib/access/roles/list-roles";
import type { TenantContext } from "@/lib/core/context";
import { makeContext } from "./make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "./make-tenant";

export let tenant: TestTenant;
/** The workspace's owner. */
export let admin: TenantContext;
/** A viewer. */
export let vera: TestUser;

/** A workspace with an own admin and a viewer for every test. */
export function viewerScene(options: Parameters<typeof makeTenant>[0] = {}): void {
  beforeEach(async () => {
    tenant = await makeTenant(options);
    vera = await makeUser({ firstName: "Vera" });
    await addMember(tenant, vera, "viewer");
    admin = await makeContext(tenant, tenant.owner);
  });
}

export const may = async (user: TestUser, permission: string) =>
  (await makeContext(tenant, user)).decide(permission).allowed;
export const builtIn = async (key: string) =>
  (await listRoles(admin)).find((role) => role.key === key)?.id ?? "";
