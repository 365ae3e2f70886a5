import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import {
  giveConsent,
  makeStaffSession,
  openSupport,
  type Staff,
  setSupportAccess,
} from "@/lib/testing/support-world";
import type { Place } from "./sweep-routes";

/** A workspace that lets support look, and a member whose place they take. */
export async function makePlace(): Promise<Place> {
  const tenant = await makeTenant({ planKey: "enterprise" });
  const member = await makeUser();
  await addMember(tenant, member, "tenant_admin");
  await setSupportAccess(tenant, "allowed");
  return { tenant, member };
}

/** A session there of somebody new among the staff. */
export async function open(
  { tenant, member }: Place,
  mode: "read" | "write",
): Promise<{ staff: Staff; id: string; cookie: string }> {
  const staff = await makeStaffSession();
  if (mode === "write") await giveConsent(tenant, member, staff, "write");
  return { staff, ...(await openSupport(staff, tenant, member, mode)) };
}
