import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { ResetPassword } from "@/components/auth/password/reset-password";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.reset"))("title"), referrer: "no-referrer" };
}

export default async function ResetPasswordPage() {
  const t = await getTranslations("auth.reset");
  return (
    <AuthPage title={t("title")} footer={<TextLink href="/sign-in">{t("back")}</TextLink>}>
      <ResetPassword />
    </AuthPage>
  );
}
