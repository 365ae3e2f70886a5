import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { RoleActions } from "@/components/roles/role-actions";
import { RoleEditor } from "@/components/roles/role-editor";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { roleCatalogue } from "@/lib/access/roles/role-catalogue";
import type { RoleDto } from "@/lib/access/roles/schema";
import type { TenantContext } from "@/lib/core/context";
import { findRole } from "./find-role";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("roles");
  return { title: t("title") };
}

export default async function RolePage({ params }: Props) {
  const ctx = await requireContext("roles:read");
  const [t, tRoles, { role, roles }] = await Promise.all([
    getTranslations("roleEditor"),
    getTranslations("roles"),
    findRole(ctx, (await params).id),
  ]);
  const name = tRoles.has(`names.${role.key}` as never) ? tRoles(`names.${role.key}` as never) : role.name;
  return (
    <Translations namespaces={["roles", "roleEditor", "permissions"]}>
      <PageHeader
        breadcrumbs={<Breadcrumbs items={[{ label: t("crumb"), href: "/members/roles" }, { label: name }]} />}
        title={name}
        description={t("description")}
        actions={
          <RoleActions
            role={role}
            roles={roles}
            may={{ manage: ctx.decide("roles:manage").allowed, remove: ctx.decide("roles:delete").allowed }}
          />
        }
      />
      <RoleEditor
        key={role.id}
        role={{ ...role, name }}
        catalogue={roleCatalogue(ctx)}
        readOnly={whyReadOnly(ctx, role)}
      />
    </Translations>
  );
}

function whyReadOnly(ctx: TenantContext, role: RoleDto) {
  if (role.built_in) return "builtIn";
  const decision = ctx.decide("roles:manage");
  if (!decision.allowed) {
    if (decision.reason === "plan_lacks_feature") return "plan";
    return decision.reason === "feature_switched_off" ? "off" : "permission";
  }
  return role.editable ? undefined : "rank";
}
