import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { MailedLinkForm } from "@/components/auth/mailed-link-form";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.lostAccess"))("confirmTitle"), referrer: "no-referrer" };
}

/** Where the mailed link leads. The token stands behind `#`, so opening the page alone asks for nothing. */
export default async function ConfirmLostAccessPage() {
  const t = await getTranslations("auth.lostAccess");
  return (
    <AuthPage
      title={t("confirmTitle")}
      description={t("confirmDescription")}
      footer={<TextLink href="/sign-in">{t("toSignIn")}</TextLink>}
    >
      <MailedLinkForm
        path="/api/auth-flows/factor-reset/confirmation"
        submit={t("confirm")}
        noLink={t("noLink")}
        done={{ text: t("asked") }}
      />
    </AuthPage>
  );
}
