import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { AppProviders } from "@/components/layout/providers";
import { AuthShell } from "@/components/layout/site/auth-shell";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("onboarding");
  return { title: t("title") };
}

export default function OnboardingLayout({ children }: { children: ReactNode }) {
  return (
    <AuthShell>
      <Translations namespaces={["onboarding", "lifecycle"]}>
        <AppProviders>{children}</AppProviders>
      </Translations>
    </AuthShell>
  );
}
