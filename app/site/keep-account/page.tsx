import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { MailedLinkForm } from "@/components/auth/mailed-link-form";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.keepAccount"))("title"), referrer: "no-referrer" };
}

/** Where the mail about a deletion leads. The token stands behind `#`, so opening the page alone changes nothing. */
export default async function KeepAccountPage() {
  const t = await getTranslations("auth.keepAccount");
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href="/sign-in">{t("back")}</TextLink>}
    >
      <MailedLinkForm
        path="/api/auth-flows/deletion-cancel"
        submit={t("submit")}
        noLink={t("noLink")}
        done={{ text: t("done"), way: { label: t("signIn"), href: "/sign-in" } }}
      />
    </AuthPage>
  );
}
