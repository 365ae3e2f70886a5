import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { AppProviders } from "@/components/layout/providers";
import { AuthShell } from "@/components/layout/site/auth-shell";
import { SetupView } from "@/components/sso/setup-view";
import { currentRequest } from "@/lib/access/require-context";

export async function generateMetadata() {
  const t = await getTranslations("sso.setup");
  return { title: t("page"), robots: { index: false }, referrer: "no-referrer" as const };
}

/** Without a session: what a setup link opens is asked by its token, and nothing of the workspace stands here. */
export default async function SsoSetupPage() {
  const isMember = (await currentRequest()).kind === "tenant";
  const view = (
    <Translations namespaces={["sso", "domains", "auth", "layout"]}>
      <SetupView />
    </Translations>
  );
  if (isMember) return view;
  return (
    <AuthShell>
      <AppProviders>{view}</AppProviders>
    </AuthShell>
  );
}
