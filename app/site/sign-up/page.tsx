import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { ProviderButtons } from "@/components/auth/sign-in/provider-buttons";
import { SignInNotice } from "@/components/auth/sign-in/sign-in-notice";
import { SignUpForm } from "@/components/auth/sign-up/sign-up-form";
import { TextLink } from "@/components/auth/text-link";
import { currentRequest } from "@/lib/access/require-context";
import { demoProviders } from "@/lib/auth/providers/demo-providers";
import { listProviders } from "@/lib/auth/providers/list-providers";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signUp"))("title") };
}

export default async function SignUpPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, request, t] = await Promise.all([
    searchParams,
    currentRequest(),
    getTranslations("auth.signUp"),
  ]);
  const [next, email, notice] = [oneParam(query.next), oneParam(query.email), oneParam(query.notice)];
  if (request.kind === "user") {
    redirect(await chooseDestination({ userId: request.ctx.actor.userId, next }));
  }
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={
        <>
          {t("haveAccount")} <TextLink href={withParams("/sign-in", { next, email })}>{t("signIn")}</TextLink>
        </>
      }
    >
      <div className="grid gap-4">
        <SignInNotice notice={notice} error={undefined} />
        <ProviderButtons
          providers={listProviders()}
          demo={demoProviders()}
          lastUsed={undefined}
          to={undefined}
          next={next}
        />
        <SignUpForm next={next} email={email} />
      </div>
    </AuthPage>
  );
}
