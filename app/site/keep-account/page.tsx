import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { KeepAccountForm } from "@/components/auth/deletion/keep-account-form";
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
      <KeepAccountForm />
    </AuthPage>
  );
}
