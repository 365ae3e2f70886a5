import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { UnlockForm } from "@/components/auth/lock-out/unlock-form";
import { TextLink } from "@/components/auth/text-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.unlock"))("title"), referrer: "no-referrer" };
}

/** Where the mailed link leads. The token stands behind `#`, so opening the page alone ends no lock. */
export default async function UnlockPage() {
  const t = await getTranslations("auth.unlock");
  return (
    <AuthPage title={t("title")} footer={<TextLink href="/sign-in">{t("back")}</TextLink>}>
      <UnlockForm />
    </AuthPage>
  );
}
