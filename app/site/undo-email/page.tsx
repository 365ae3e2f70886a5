import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { MailedLinkForm } from "@/components/auth/mailed-link-form";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.undoEmail"))("title"), referrer: "no-referrer" };
}

/** Where the mail to the old address leads. The token stands behind `#`, so opening the page alone changes nothing. */
export default async function UndoEmailPage() {
  const t = await getTranslations("auth.undoEmail");
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href="/sign-in">{t("back")}</TextLink>}
    >
      <MailedLinkForm
        path="/api/auth-flows/email-undo"
        submit={t("submit")}
        noLink={t("noLink")}
        instead={{ label: t("reset"), href: "/reset-password" }}
      />
    </AuthPage>
  );
}
