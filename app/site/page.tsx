import { getTranslations } from "next-intl/server";
import { SiteShell } from "@/components/layout/site/site-shell";
import { ApiExample } from "@/components/marketing/api-example";
import { HeroPreview } from "@/components/marketing/hero-preview";
import { PlanStrip } from "@/components/marketing/plan-strip";
import { ButtonLink } from "@/components/ui/actions/button-link";

const PILLARS = ["isolation", "people", "bill"] as const;

export async function generateMetadata() {
  const t = await getTranslations("landing");
  return { title: t("metaTitle"), description: t("metaDescription") };
}

export default async function LandingPage() {
  const t = await getTranslations("landing");
  return (
    <SiteShell>
      <div className="mx-auto grid w-full max-w-6xl gap-20 px-4 py-14 sm:px-6 sm:py-20">
        <section className="grid items-center gap-10 lg:grid-cols-[1.1fr_1fr] lg:gap-16">
          <div className="grid gap-5">
            <h1 className="text-balance font-semibold text-3xl tracking-tight sm:text-4xl">
              {t("hero.title")}
            </h1>
            <p className="max-w-prose text-fg-muted text-lg">{t("hero.description")}</p>
            <div className="flex flex-wrap gap-2">
              <ButtonLink href="/sign-up" variant="primary" size="lg">
                {t("hero.signUp")}
              </ButtonLink>
              <ButtonLink href="/pricing" size="lg">
                {t("hero.pricing")}
              </ButtonLink>
            </div>
            <p className="text-fg-subtle text-sm">{t("hero.note")}</p>
          </div>
          <HeroPreview />
        </section>
        <section className="grid gap-6">
          <h2 className="font-semibold text-2xl tracking-tight">{t("pillars.title")}</h2>
          <div className="grid gap-8 sm:grid-cols-3">
            {PILLARS.map((pillar) => (
              <div key={pillar} className="grid content-start gap-2 border-t pt-4">
                <h3 className="font-semibold text-base">{t(`pillars.${pillar}Title`)}</h3>
                <p className="text-fg-muted">{t(`pillars.${pillar}Text`)}</p>
              </div>
            ))}
          </div>
        </section>
        <section className="grid items-center gap-8 lg:grid-cols-2 lg:gap-16">
          <div className="grid justify-items-start gap-4">
            <h2 className="font-semibold text-2xl tracking-tight">{t("api.title")}</h2>
            <p className="max-w-prose text-fg-muted text-lg">{t("api.description")}</p>
            <ButtonLink href="/docs/api">{t("api.reference")}</ButtonLink>
          </div>
          <ApiExample />
        </section>
        <PlanStrip />
      </div>
    </SiteShell>
  );
}
