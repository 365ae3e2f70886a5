import { getTranslations } from "next-intl/server";
import { ExportsView } from "@/components/exports/exports-view";
import { Translations } from "@/components/i18n/translations";
import { AppProviders } from "@/components/layout/providers";
import { StatusPage } from "@/components/layout/site/status-page";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { hasCapability } from "@/lib/tenancy/capabilities";

export async function generateMetadata() {
  const t = await getTranslations("lifecycle.exports");
  return { title: t("title") };
}

/** Also open while the workspace is being deleted: then it stands alone, without the portal round it. */
export default async function ExportsPage() {
  const { tenant } = await requireContext("data:export");
  const t = await getTranslations("lifecycle.exports");
  const view = (
    <Translations namespaces={["lifecycle"]}>
      <ExportsView />
    </Translations>
  );
  if (hasCapability(tenant.status, tenant.billingState, "read")) {
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        {view}
      </>
    );
  }
  return (
    <StatusPage title={t("title")} description={t("closed", { name: tenant.name })}>
      <AppProviders>
        <div className="w-full text-left">{view}</div>
      </AppProviders>
      <ButtonLink href="/unavailable">{t("back")}</ButtonLink>
    </StatusPage>
  );
}
