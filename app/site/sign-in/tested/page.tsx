import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.sso.tested"))("title") };
}

/** Where the test of a workspace's connection ends; what came of it is shown in the workspace. */
export default async function TestedPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, t] = await Promise.all([searchParams, getTranslations("auth.sso.tested")]);
  const isOk = oneParam(query.ok) === "1";
  return (
    <AuthPage title={t(isOk ? "okTitle" : "title")} description={t(isOk ? "ok" : "failed")}>
      {null}
    </AuthPage>
  );
}
