import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { SiteShell } from "@/components/layout/site/site-shell";
import { PlanCards } from "@/components/marketing/plan-cards";
import { PlanTable } from "@/components/marketing/plan-table";

const QUESTIONS = ["limit", "upgrade", "leave", "pay"] as const;

export async function generateMetadata() {
  const t = await getTranslations("landing.pricing");
  return { title: t("metaTitle"), description: t("metaDescription") };
}

export default async function PricingPage() {
  const t = await getTranslations("landing.pricing");
  return (
    <SiteShell>
      <div className="mx-auto grid w-full max-w-6xl gap-14 px-4 py-12 sm:px-6 sm:py-16">
        <header className="grid gap-2">
          <h1 className="font-semibold text-3xl tracking-tight">{t("title")}</h1>
          <p className="max-w-prose text-fg-muted text-lg">{t("description")}</p>
        </header>
        <Translations namespaces={["plans", "landing"]}>
          <PlanCards />
        </Translations>
        <section className="grid gap-4">
          <h2 className="font-semibold text-xl tracking-tight">{t("everything")}</h2>
          <PlanTable />
        </section>
        <section className="grid gap-6">
          <h2 className="font-semibold text-xl tracking-tight">{t("questions")}</h2>
          <dl className="grid gap-x-12 gap-y-6 sm:grid-cols-2">
            {QUESTIONS.map((question) => (
              <div key={question} className="grid content-start gap-1 border-t pt-4">
                <dt className="font-semibold">{t(`faq.${question}Question`)}</dt>
                <dd className="text-fg-muted">{t(`faq.${question}Answer`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </SiteShell>
  );
}
