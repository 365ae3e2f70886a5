import { connection } from "next/server";
import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { AuthShell } from "@/components/layout/site/auth-shell";
import { SetupView } from "@/components/sso/setup-view";

export async function generateMetadata() {
  const t = await getTranslations("sso.setup");
  return { title: t("page"), robots: { index: false }, referrer: "no-referrer" as const };
}

/** Without a session: what a setup link opens is asked by its token, and nothing of the workspace stands here. */
export default async function SsoSetupPage() {
  await connection();
  return (
    <AuthShell>
      <Translations namespaces={["sso", "domains", "auth", "layout"]}>
        <SetupView />
      </Translations>
    </AuthShell>
  );
}
