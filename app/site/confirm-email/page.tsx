import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { MailedLinkForm } from "@/components/auth/mailed-link-form";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.confirmEmail"))("title"), referrer: "no-referrer" };
}

/** Where the mail to a new address leads. The token stands behind `#`, so opening the page alone changes nothing. */
export default async function ConfirmEmailPage() {
  const t = await getTranslations("auth.confirmEmail");
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href="/sign-in">{t("back")}</TextLink>}
    >
      <MailedLinkForm
        path="/me/email/confirmation"
        submit={t("submit")}
        noLink={t("noLink")}
        done={{ text: t("done"), way: { label: t("profile"), href: "/profile" } }}
        signedOut={{ text: t("signInFirst"), way: { label: t("signIn"), href: "/sign-in?next=/profile" } }}
      />
    </AuthPage>
  );
}
