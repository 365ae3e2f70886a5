import { getTranslations } from "next-intl/server";
import { ApprovalForm } from "@/components/admin/settings/approval-form";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { getPlatformSettings } from "@/lib/back-office/settings/get-platform-settings";

export async function generateMetadata() {
  const t = await getTranslations("approvals.settings");
  return { title: t("title") };
}

export default async function PlatformSettingsPage() {
  const ctx = await requireStaff();
  const [t, settings] = await Promise.all([getTranslations("approvals.settings"), getPlatformSettings(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["approvals"]}>
        <ApprovalForm settings={settings} />
      </Translations>
    </>
  );
}
