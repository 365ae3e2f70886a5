import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { IntegrationsView } from "@/components/integrations/integrations-view";
import { requireContext } from "@/lib/access/require-context";
import { listIntegrations } from "@/lib/notifications/integrations/list-integrations";

export async function generateMetadata() {
  return { title: (await getTranslations("integrations"))("title") };
}

export default async function IntegrationsPage() {
  const ctx = await requireContext("integrations:read");
  const { data } = await listIntegrations(ctx);
  return (
    <Translations namespaces={["integrations"]}>
      <IntegrationsView first={data} mayManage={ctx.decide("integrations:manage").allowed} />
    </Translations>
  );
}
