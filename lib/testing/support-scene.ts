import { beforeAll, beforeEach } from "vitest";
import { GET as agentsRoute } from "@/app/api/v1/agents/route";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "./call-route";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "./make-tenant";
import { makeStaffSession, type Staff, setSupportAccess } from "./support-world";

export let tenant: TestTenant;
/** An admin of it. */
export let member: TestUser;
/** A super admin with a fresh session, another one for every test. */
export let staff: Staff;

/** A workspace that lets support in. */
export function supportScene(): void {
  beforeAll(async () => {
    tenant = await makeTenant({ planKey: "enterprise" });
    member = await makeUser({ firstName: "Eva" });
    await addMember(tenant, member, "tenant_admin");
  });
  beforeEach(async () => {
    staff = await makeStaffSession();
    await setSupportAccess(tenant, "allowed");
  });
}

export const agents = (cookie: string, slug = tenant.slug) => callRoute(agentsRoute, { slug, cookie });
export const sql = (text: string, values: unknown[]) => systemPool().query(text, values);
