import { getTranslations } from "next-intl/server";
import { FeatureToggles } from "@/components/features/feature-toggles";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { listFeatures } from "@/lib/lifecycle/features/list-features";

export async function generateMetadata() {
  const t = await getTranslations("features");
  return { title: t("title") };
}

export default async function FeaturesPage() {
  const ctx = await requireContext("tenant:read");
  const [t, features] = await Promise.all([getTranslations("features"), listFeatures(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["features"]}>
        <FeatureToggles
          features={features.data}
          mayUpdate={ctx.decide("features:update").allowed}
          plansHref={ctx.decide("billing:read").allowed ? "/billing" : undefined}
        />
      </Translations>
    </>
  );
}
