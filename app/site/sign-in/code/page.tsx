import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { CodeForm } from "@/components/auth/sign-up/code-form";
import { TextLink } from "@/components/auth/text-link";
import { FLOW_COOKIES } from "@/lib/auth/flow-cookie";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.totp"))("title") };
}

export default async function SecondStepPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, jar, t] = await Promise.all([searchParams, cookies(), getTranslations("auth.totp")]);
  const [to, next] = [oneParam(query.to), oneParam(query.next)];
  const again = withParams("/sign-in", { to, next });
  if (!jar.has(FLOW_COOKIES.challenge.name)) redirect(again);
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href={again}>{t("startAgain")}</TextLink>}
    >
      <div className="grid gap-4">
        <CodeForm endpoint="/api/auth-flows/sign-in/totp" submitLabel={t("submit")} extra={{ to, next }} />
        <p className="text-fg-subtle text-sm">{t("lost")}</p>
      </div>
    </AuthPage>
  );
}
