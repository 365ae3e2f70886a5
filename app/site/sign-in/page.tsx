import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { AlreadySignedIn } from "@/components/auth/sign-in/already-signed-in";
import { PasskeySignIn } from "@/components/auth/sign-in/passkey-sign-in";
import { ProviderButtons } from "@/components/auth/sign-in/provider-buttons";
import { SignInForm } from "@/components/auth/sign-in/sign-in-form";
import { SignInNotice } from "@/components/auth/sign-in/sign-in-notice";
import { TextLink } from "@/components/auth/text-link";
import { BrandText } from "@/components/layout/brand/brand-text";
import { brandOfTarget } from "@/lib/access/brand/current-brand";
import { presentBrand } from "@/lib/access/brand/present-brand";
import { currentRequest } from "@/lib/access/require-context";
import { FLOW_COOKIES } from "@/lib/auth/flow-cookie";
import { demoProviders } from "@/lib/auth/providers/demo-providers";
import { listProviders } from "@/lib/auth/providers/list-providers";
import { emailField, type SignInOffer } from "@/lib/auth/schema";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";
import { discoverSignIn } from "@/lib/auth/sign-in/discover-sign-in";
import { slugOfTarget } from "@/lib/auth/sign-in/slug-of-target";
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
  const providers = listProviders();
  const chosen = providers.find((id) => id === oneParam(query.with));
  // Who is signed in may still be sent to their provider: it confirms that it is them.
  const confirms = chosen !== undefined && oneParam(query.again) === "1";
  const noticeBox = notice || error ? <SignInNotice notice={notice} error={error} /> : null;
  if (request.kind === "user" && !confirms) {
    const { userId, email: signedInAs } = request.ctx.actor;
    const destination = await chooseDestination({ userId, to, next });
    // With something to say the page stays: a hand-off that keeps failing must not become a loop.
    if (!noticeBox) redirect(destination);
    const again = withParams("/sign-in", { to, next });
    return (
      <AuthPage brand={view} title={t("title")} description={t("signedInAs", { email: signedInAs })}>
        <AlreadySignedIn notice={noticeBox} destination={destination} again={again} />
      </AuthPage>
    );
  }
  const lastUsed = jar.get(FLOW_COOKIES.lastMethod.name)?.value;
  const place = to === "admin" ? t("descriptionAdmin") : t("descriptionTo", { slug: to ?? "" });
  const text = brand?.settings.sign_in_text;
  return (
    <AuthPage
      brand={view}
      title={brand?.settings.sign_in_title || t("title")}
      description={text ? <BrandText text={text} /> : to ? place : t("description")}
      footer={
        <>
          {t("noAccount")} <TextLink href={withParams("/sign-up", { next, email })}>{t("signUp")}</TextLink>
        </>
      }
    >
      <div className="grid gap-4">
        {noticeBox}
        <SignInForm to={to} next={next} email={email} initialOffer={await offerFor(email, to)} />
        {lastUsed === "password" && providers.length > 0 ? (
          <p className="text-fg-subtle text-sm">{t("lastUsed")}</p>
        ) : null}
        <PasskeySignIn to={to} next={next} />
        <ProviderButtons
          form="above"
          providers={providers}
          demo={demoProviders()}
          lastUsed={lastUsed}
          to={to}
          next={next}
          chosen={chosen}
        />
      </div>
    </AuthPage>
  );
}

/** An address that came with the page, as from a workspace's own door, needs no first step. */
async function offerFor(email: string | undefined, to: string | undefined): Promise<SignInOffer | null> {
  const address = emailField.safeParse(email).data;
  return address ? discoverSignIn(address, await slugOfTarget(to)) : null;
}
