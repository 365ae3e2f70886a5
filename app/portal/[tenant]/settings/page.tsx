import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { DangerZone } from "@/components/settings/danger-zone";
import { FormatsForm } from "@/components/settings/formats-form";
import { GeneralForm } from "@/components/settings/general-form";
import { RenameCard } from "@/components/settings/rename-card";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Card } from "@/components/ui/display/card";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { listSlugs } from "@/lib/lifecycle/slugs/list-slugs";
import { getTenant } from "@/lib/lifecycle/tenants/get-tenant";
import { rootUrl } from "@/lib/tenancy/hosts";

export async function generateMetadata() {
  const t = await getTranslations("settings");
  return { title: t("general.title") };
}

export default async function GeneralSettingsPage() {
  const ctx = await requireContext("tenant:read");
  const [t, tenant, slugs] = await Promise.all([
    getTranslations("settings"),
    getTenant(ctx, ctx.tenant.id),
    listSlugs(ctx, ctx.tenant.id),
  ]);
  const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return (
    <>
      <PageHeader title={t("general.title")} description={t("general.description")} />
      <Translations namespaces={["settings", "lifecycle"]}>
        <div className="grid gap-6">
          <GeneralForm
            tenant={tenant}
            timeZones={timeZones}
            mayUpdate={ctx.decide("tenant:update").allowed}
          />
          <FormatsForm tenant={tenant} mayUpdate={ctx.decide("tenant:update").allowed} />
          <Card title={t("address.title")} description={t("address.description")}>
            <div className="flex flex-wrap items-center gap-2">
              <code className="min-w-0 break-all rounded-md bg-inset px-2 py-1 font-mono text-sm">
                {tenant.url}
              </code>
              <CopyButton value={tenant.url} label={t("address.copy")} />
            </div>
          </Card>
          <RenameCard
            tenantId={tenant.id}
            history={slugs}
            mayRename={ctx.decide("tenant:rename").allowed}
            switchHref={rootUrl("/switch")}
          />
          {ctx.decide("tenant:delete").allowed ? <DangerZone tenant={tenant} /> : null}
        </div>
      </Translations>
    </>
  );
}
