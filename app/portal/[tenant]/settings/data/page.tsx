import { getTranslations } from "next-intl/server";
import { KeepingCard } from "@/components/data/keeping-card";
import { PassportsCard } from "@/components/data/passports-card";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { getDataOverview } from "@/lib/lifecycle/passport/exports/get-data-overview";
import { listPassports } from "@/lib/lifecycle/passport/exports/list-passports";

export async function generateMetadata() {
  const t = await getTranslations("data");
  return { title: t("title") };
}

export default async function DataPage() {
  const ctx = await requireContext("data:export");
  const [t, overview, passports] = await Promise.all([
    getTranslations("data"),
    getDataOverview(ctx),
    listPassports(ctx, { limit: 20 }),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["data"]}>
        <div className="grid gap-6">
          <PassportsCard passports={passports.data} />
          <KeepingCard overview={overview} />
        </div>
      </Translations>
    </>
  );
}
