import { getTranslations } from "next-intl/server";
import { TenantsView } from "@/components/admin/tenants/tenants-view";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";

export async function generateMetadata() {
  const t = await getTranslations("admin.tenants");
  return { title: t("title") };
}

export default async function TenantsPage() {
  await requireStaff();
  const t = await getTranslations("admin.tenants");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["admin"]}>
        <TenantsView />
      </Translations>
    </>
  );
}
