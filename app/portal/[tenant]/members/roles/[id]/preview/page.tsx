import { getTranslations } from "next-intl/server";
import { RoleAsView } from "@/components/roles/role-as-view";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { previewAsRole } from "@/lib/access/roles/preview-as-role";
import { findRole } from "../find-role";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("roles");
  return { title: t("title") };
}

export default async function RolePreviewPage({ params }: Props) {
  const ctx = await requireContext("roles:read");
  const { role } = await findRole(ctx, (await params).id);
  const [t, tRoles, { decisions }] = await Promise.all([
    getTranslations("roleEditor"),
    getTranslations("roles"),
    previewAsRole(ctx, role.id),
  ]);
  const name = tRoles.has(`names.${role.key}` as never) ? tRoles(`names.${role.key}` as never) : role.name;
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs
            items={[
              { label: t("crumb"), href: "/members/roles" },
              { label: name, href: `/members/roles/${role.id}` },
              { label: t("preview.crumb") },
            ]}
          />
        }
        title={t("preview.title", { name })}
        description={t("preview.description")}
      />
      <RoleAsView decisions={decisions} />
    </>
  );
}
