import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { ConfirmEmailForm } from "@/components/auth/email-change/confirm-email-form";
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
      <ConfirmEmailForm />
    </AuthPage>
  );
}
