import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { AskResetForm } from "@/components/auth/lost-access/ask-reset-form";
import { TextLink } from "@/components/auth/text-link";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.lostAccess"))("title") };
}

/** For who passed the first step and cannot take the second. */
export default async function LostAccessPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, jar, t] = await Promise.all([searchParams, cookies(), getTranslations("auth.lostAccess")]);
  const [to, next] = [oneParam(query.to), oneParam(query.next)];
  if (!readFlowCookie(jar.toString(), "challenge")) {
    redirect(withParams("/sign-in", { to, next, notice: "flow_expired" }));
  }
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href={withParams("/sign-in/code", { to, next })}>{t("back")}</TextLink>}
    >
      <AskResetForm />
    </AuthPage>
  );
}
