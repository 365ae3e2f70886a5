import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { ReportSignInForm } from "@/components/auth/devices/report-sign-in-form";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.notMe"))("title"), referrer: "no-referrer" };
}

/** Where the mail about a new sign-in leads. The token stands behind `#`, so opening the page alone ends nothing. */
export default async function NotMePage() {
  const t = await getTranslations("auth.notMe");
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href="/sign-in">{t("back")}</TextLink>}
    >
      <ReportSignInForm />
    </AuthPage>
  );
}
