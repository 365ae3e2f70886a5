import { getTranslations } from "next-intl/server";
import { AuditView } from "@/components/admin/audit/audit-view";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { listPlatformActions } from "@/lib/back-office/events/list-platform-actions";

export async function generateMetadata() {
  const t = await getTranslations("admin.audit");
  return { title: t("title") };
}

export default async function AuditPage() {
  const ctx = await requireStaff();
  const [t, actions] = await Promise.all([getTranslations("admin.audit"), listPlatformActions(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["admin", "audit"]}>
        <AuditView actions={actions} />
      </Translations>
    </>
  );
}
