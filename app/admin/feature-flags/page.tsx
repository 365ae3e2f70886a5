import { getTranslations } from "next-intl/server";
import { FeatureFlags } from "@/components/admin/flags/feature-flags";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { listFeatureFlags } from "@/lib/back-office/features/list-feature-flags";

export async function generateMetadata() {
  const t = await getTranslations("admin.flags");
  return { title: t("title") };
}

export default async function FeatureFlagsPage() {
  const ctx = await requireStaff();
  const [t, flags] = await Promise.all([getTranslations("admin.flags"), listFeatureFlags(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["admin", "features"]}>
        <FeatureFlags flags={flags.data} />
      </Translations>
    </>
  );
}
