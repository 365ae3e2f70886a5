import { getTranslations } from "next-intl/server";
import { BrandingView } from "@/components/branding/branding-view";
import { Translations } from "@/components/i18n/translations";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { getBranding } from "@/lib/lifecycle/branding/get-branding";
import { DEFAULT_BRANDING } from "@/lib/tenancy/branding/schema";

export async function generateMetadata() {
  const t = await getTranslations("branding");
  return { title: t("title") };
}

export default async function BrandingPage() {
  const ctx = await requireContext("tenant:read");
  const [t, branding] = await Promise.all([getTranslations("branding"), getBranding(ctx)]);
  const { entitlements, name } = ctx.tenant;
  const plan = smallestPlanWith("white_label");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {hasFeature(entitlements, "branding") ? null : (
        <Alert tone="warning" className="mb-6">
          {t("off")}
        </Alert>
      )}
      <Translations namespaces={["branding", "layout"]}>
        <BrandingView
          key={`${branding.draft?.revision ?? 0}-${branding.published?.version ?? 0}`}
          branding={branding}
          defaults={DEFAULT_BRANDING}
          tenantName={name}
          mayUpdate={ctx.decide("branding:update").allowed}
          mayHidePoweredBy={hasFeature(entitlements, "white_label")}
          whiteLabelPlan={plan ? PLANS[plan].name : ""}
        />
      </Translations>
    </>
  );
}
