import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { SecondStep } from "@/components/auth/second-step/second-step";
import { TextLink } from "@/components/auth/text-link";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { findChallenge } from "@/lib/auth/mfa/find-challenge";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.secondStep"))("title") };
}

export default async function SecondStepPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, jar, t] = await Promise.all([searchParams, cookies(), getTranslations("auth.secondStep")]);
  const [to, next] = [oneParam(query.to), oneParam(query.next)];
  const again = withParams("/sign-in", { to, next });
  const token = readFlowCookie(jar.toString(), "challenge");
  const challenge = token ? await findChallenge(token) : null;
  if (!challenge) redirect(withParams("/sign-in", { to, next, notice: "flow_expired" }));
  return (
    <AuthPage
      title={t("title")}
      footer={
        <>
          <TextLink href={withParams("/sign-in/lost-access", { to, next })}>{t("lost")}</TextLink>
          {" · "}
          <TextLink href={again}>{t("startAgain")}</TextLink>
        </>
      }
    >
      <SecondStep to={to} next={next} {...challenge} />
    </AuthPage>
  );
}
