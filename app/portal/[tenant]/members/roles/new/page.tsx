import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { Translations } from "@/components/i18n/translations";
import { RoleEditor } from "@/components/roles/role-editor";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { roleCatalogue } from "@/lib/access/roles/role-catalogue";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

type Props = { searchParams: PageQuery };

export async function generateMetadata() {
  const t = await getTranslations("roleEditor");
  return { title: t("newTitle") };
}

export default async function NewRolePage({ searchParams }: Props) {
  const ctx = await requireContext("roles:manage");
  const from = z.uuid().safeParse(oneParam((await searchParams).from));
  const [t, tRoles, roles] = await Promise.all([
    getTranslations("roleEditor"),
    getTranslations("roles"),
    listRoles(ctx),
  ]);
  const source = roles.find((role) => role.id === from.data);
  const nameOf = (role: { key: string; name: string }) =>
    tRoles.has(`names.${role.key}` as never) ? tRoles(`names.${role.key}` as never) : role.name;
  const catalogue = roleCatalogue(ctx);
  const held = new Set(catalogue.filter((entry) => entry.held).map((entry) => entry.key));
  return (
    <Translations namespaces={["roleEditor", "permissions"]}>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs items={[{ label: t("crumb"), href: "/members/roles" }, { label: t("newTitle") }]} />
        }
        title={t("newTitle")}
        description={t("description")}
      />
      <RoleEditor
        source={
          source
            ? {
                ...source,
                name: t("duplicateOf", { name: nameOf(source) }),
                // Nobody hands on what they lack: a copy begins without it.
                permissions: source.permissions.filter((key) => held.has(key)),
              }
            : null
        }
        catalogue={catalogue}
      />
    </Translations>
  );
}
