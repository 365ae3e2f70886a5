import { getTranslations } from "next-intl/server";
import { IsolationFailures } from "@/components/admin/isolation/isolation-failures";
import { IsolationHistory } from "@/components/isolation/isolation-history";
import { IsolationState } from "@/components/isolation/isolation-state";
import { Card } from "@/components/ui/display/card";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { getIsolationOverview } from "@/lib/back-office/isolation/get-isolation-overview";

export async function generateMetadata() {
  const t = await getTranslations("isolation.admin");
  return { title: t("title") };
}

export default async function AdminIsolationPage() {
  const ctx = await requireStaff();
  const [t, overview] = await Promise.all([getTranslations("isolation.admin"), getIsolationOverview(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid gap-6">
        {overview.cells.map(({ cell, state, last, days }) => (
          <Card key={cell} title={t("cell", { cell })}>
            <div className="grid gap-4">
              <IsolationState state={state} last={last} />
              <IsolationHistory days={days} />
            </div>
          </Card>
        ))}
        <IsolationFailures failed={overview.failed} />
      </div>
    </>
  );
}
