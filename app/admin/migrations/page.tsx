import { getTranslations } from "next-intl/server";
import { CellCards } from "@/components/admin/fleet/cell-cards";
import { FleetTable } from "@/components/admin/fleet/fleet-table";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { getFleet } from "@/lib/back-office/fleet/get-fleet";

export async function generateMetadata() {
  const t = await getTranslations("fleet");
  return { title: t("title") };
}

export default async function MigrationsPage() {
  const ctx = await requireStaff();
  const [t, fleet] = await Promise.all([getTranslations("fleet"), getFleet(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["fleet"]}>
        <div className="grid gap-8">
          <CellCards cells={fleet.data} />
          <FleetTable cells={fleet.data.map((cell) => cell.name)} />
        </div>
      </Translations>
    </>
  );
}
