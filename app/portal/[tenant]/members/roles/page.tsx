import { getTranslations } from "next-intl/server";
import { MembersHeader } from "@/components/members/members-header";
import { RolesMatrix } from "@/components/members/roles-matrix";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";

export async function generateMetadata() {
  const t = await getTranslations("roles");
  return { title: t("title") };
}

export default async function RolesPage() {
  const ctx = await requireContext("roles:read");
  const roles = await listRoles(ctx);
  return (
    <>
      <MembersHeader roles={roles} mayInvite={ctx.decide("members:invite").allowed} />
      <RolesMatrix roles={roles} permissions={PERMISSION_KEYS} />
    </>
  );
}
