import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { SupportView } from "@/components/support/support-view";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";

export async function generateMetadata() {
  return { title: (await getTranslations("support.tenant"))("title") };
}

export default async function SupportAccessPage() {
  const ctx = await requireContext("support:read");
  const [t, policy] = await Promise.all([getTranslations("support.tenant"), readPolicy(ctx.tenant.id)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["support"]}>
        <SupportView
          access={policy.support.access}
          mayManage={ctx.decide("support:manage").allowed}
          maySeePolicy={ctx.decide("security:read").allowed}
        />
      </Translations>
    </>
  );
}
