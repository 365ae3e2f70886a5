import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { AddressTestCard } from "@/components/security/cards/address-test-card";
import { AllowlistCard } from "@/components/security/cards/allowlist-card";
import { PolicyProvider } from "@/components/security/policy-context";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { getSecurityPolicy } from "@/lib/access/policies/get-security-policy";
import { requireContext } from "@/lib/access/require-context";

export async function generateMetadata() {
  return { title: (await getTranslations("security.allowlist"))("title") };
}

export default async function IpAllowlistPage() {
  const ctx = await requireContext("security:read");
  const [policy, t] = await Promise.all([getSecurityPolicy(ctx), getTranslations("security.allowlist")]);
  return (
    <>
      <PageHeader title={t("title")} description={t("pageDescription")} />
      <Translations namespaces={["security"]}>
        <PolicyProvider initial={policy} mayUpdate={ctx.decide("security:update").allowed}>
          <div className="grid max-w-3xl gap-6">
            <AllowlistCard />
            <AddressTestCard />
          </div>
        </PolicyProvider>
      </Translations>
    </>
  );
}
