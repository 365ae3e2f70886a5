import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { MailedLinkForm } from "@/components/auth/mailed-link-form";
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
      <MailedLinkForm
        path="/api/auth-flows/not-me"
        submit={t("submit")}
        noLink={t("noLink")}
        instead={{ label: t("reset"), href: "/reset-password" }}
      />
    </AuthPage>
  );
}
