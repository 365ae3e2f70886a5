import { getTranslations } from "next-intl/server";
import { DomainsView } from "@/components/domains/domains-view";
import { Translations } from "@/components/i18n/translations";
import { requireContext } from "@/lib/access/require-context";
import { PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { listDomains } from "@/lib/lifecycle/domains/list-domains";
import { tenantUrl } from "@/lib/tenancy/hosts";

export async function generateMetadata() {
  const t = await getTranslations("domains");
  return { title: t("title") };
}

export default async function DomainsPage() {
  const ctx = await requireContext("domains:read");
  const { entitlements, slug } = ctx.tenant;
  const domains = await listDomains(ctx);
  const plan = smallestPlanWith("custom_domains");
  const grant = entitlements.custom_domains;
  return (
    <Translations namespaces={["domains"]}>
      <DomainsView
        domains={domains.data}
        tenantAddress={tenantUrl(slug)}
        mayManage={ctx.decide("domains:manage").allowed}
        state={hasFeature(entitlements, "custom_domains") ? "on" : grant?.off ? "off" : "locked"}
        planName={plan ? PLANS[plan].name : ""}
        plansHref={ctx.decide("billing:read").allowed ? "/billing" : undefined}
      />
    </Translations>
  );
}
