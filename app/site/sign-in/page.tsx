import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { ProviderButtons } from "@/components/auth/sign-in/provider-buttons";
import { SignInForm } from "@/components/auth/sign-in/sign-in-form";
import { SignInNotice } from "@/components/auth/sign-in/sign-in-notice";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { TextLink } from "@/components/auth/text-link";
import { BrandText } from "@/components/layout/brand/brand-text";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { brandOfTarget } from "@/lib/access/brand/current-brand";
import { presentBrand } from "@/lib/access/brand/present-brand";
import { currentRequest } from "@/lib/access/require-context";
import { FLOW_COOKIES } from "@/lib/auth/flow-cookie";
import { listProviders } from "@/lib/auth/providers/list-providers";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signIn"))("title") };
}

export default async function SignInPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, request, jar, t] = await Promise.all([
    searchParams,
    currentRequest(),
    cookies(),
    getTranslations("auth.signIn"),
  ]);
  const [to, next, email] = [oneParam(query.to), oneParam(query.next), oneParam(query.email)];
  const [notice, error] = [oneParam(query.notice), oneParam(query.error)];
  const brand = to && to !== "admin" ? await brandOfTarget(to) : null;
  const view = brand && presentBrand(brand, "root");
  const noticeBox = notice || error ? <SignInNotice notice={notice} error={error} /> : null;
  if (request.kind === "user") {
    const { userId, email: signedInAs } = request.ctx.actor;
    const destination = await chooseDestination({ userId, to, next });
    // With something to say the page stays: a hand-off that keeps failing must not become a loop.
    if (!noticeBox) redirect(destination);
    return (
      <AuthPage brand={view} title={t("title")} description={t("signedInAs", { email: signedInAs })}>
        <div className="grid gap-4">
          {noticeBox}
          <ButtonLink href={destination} external variant="primary" size="lg" block>
            {t("continue")}
          </ButtonLink>
          <SignOutButton then={withParams("/sign-in", { to, next })}>{t("otherAccount")}</SignOutButton>
        </div>
      </AuthPage>
    );
  }
  const lastUsed = jar.get(FLOW_COOKIES.lastMethod.name)?.value;
  const providers = listProviders();
  const description = !to
    ? t("description")
    : to === "admin"
      ? t("descriptionAdmin")
      : t("descriptionTo", { slug: to });
  return (
    <AuthPage
      brand={view}
      title={brand?.settings.sign_in_title || t("title")}
      description={
        brand?.settings.sign_in_text ? <BrandText text={brand.settings.sign_in_text} /> : description
      }
      footer={
        <>
          {t("noAccount")} <TextLink href={withParams("/sign-up", { next, email })}>{t("signUp")}</TextLink>
        </>
      }
    >
      <div className="grid gap-4">
        {noticeBox}
        <ProviderButtons providers={providers} lastUsed={lastUsed} to={to} next={next} />
        <SignInForm to={to} next={next} email={email} />
        {lastUsed === "password" && providers.length > 0 ? (
          <p className="text-fg-subtle text-sm">{t("lastUsed")}</p>
        ) : null}
      </div>
    </AuthPage>
  );
}
