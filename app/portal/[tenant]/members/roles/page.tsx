import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { MembersHeader } from "@/components/members/members-header";
import { RolesMatrix } from "@/components/members/roles-matrix";
import { RolesIntro } from "@/components/roles/roles-intro";
import { RolesList } from "@/components/roles/roles-list";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { loadHeader } from "../load-header";

export async function generateMetadata() {
  const t = await getTranslations("roles");
  return { title: t("title") };
}

export default async function RolesPage() {
  const ctx = await requireContext("roles:read");
  const [roles, header] = await Promise.all([listRoles(ctx), loadHeader(ctx)]);
  return (
    <>
      <MembersHeader roles={roles} {...header} />
      <div className="grid gap-6">
        <RolesIntro
          isInPlan={hasFeature(ctx.tenant.entitlements, "custom_roles")}
          mayManage={ctx.decide("roles:manage").allowed}
          hasOwn={roles.some((role) => !role.built_in)}
        />
        <Translations namespaces={["roles", "roleEditor"]}>
          <RolesList
            roles={roles}
            may={{
              manage: ctx.decide("roles:manage").allowed,
              remove: ctx.decide("roles:delete").allowed,
            }}
          />
        </Translations>
        <RolesMatrix roles={roles} permissions={PERMISSION_KEYS} />
      </div>
    </>
  );
}
