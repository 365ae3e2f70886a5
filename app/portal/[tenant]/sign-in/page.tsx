import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { BrandedEntry } from "@/components/auth/sign-in/branded-entry";
import { ProviderLinks } from "@/components/auth/sign-in/provider-links";
import { BrandText } from "@/components/layout/brand/brand-text";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { currentBrand } from "@/lib/access/brand/current-brand";
import { presentBrand } from "@/lib/access/brand/present-brand";
import { currentRequest } from "@/lib/access/require-context";
import { demoProviders } from "@/lib/auth/providers/demo-providers";
import { listProviders } from "@/lib/auth/providers/list-providers";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { findOffer } from "@/lib/auth/sso/find-offer";
import { oneParam, type PageQuery } from "@/lib/core/one-param";
import { rootUrl } from "@/lib/tenancy/hosts";
import { resolveHost } from "@/lib/tenancy/resolve-host";

type Props = { params: Promise<{ tenant: string }>; searchParams: PageQuery };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signIn"))("title") };
}

/** The workspace's own door: its look, and on to the root host, which knows passwords and sessions. */
export default async function TenantSignInPage({ params, searchParams }: Props) {
  const [{ tenant: slug }, query, request, brand, t] = await Promise.all([
    params,
    searchParams,
    currentRequest(),
    currentBrand(),
    getTranslations("auth.signIn"),
  ]);
  const next = safeNextPath(oneParam(query.next)) ?? undefined;
  if (request.kind === "tenant") redirect(next ?? "/");
  const host = await resolveHost((await headers()).get("host"));
  const domain = host.kind === "tenant" ? host.domain : null;
  const onward = rootUrl(withParams("/sign-in", { to: domain ?? slug, next }));
  if (!brand) redirect(onward);
  const offer = await findOffer({ slug, next });
  const { settings, tenant } = brand;
  return (
    <AuthPage
      brand={presentBrand(brand, "own")}
      title={settings.sign_in_title || t("brandedTitle", { name: tenant.name })}
      description={<BrandText text={settings.sign_in_text} />}
    >
      <div className="grid gap-4">
        {offer ? (
          <ButtonLink href={offer.url} external size="lg" block>
            {t("sso", { name: offer.name })}
          </ButtonLink>
        ) : null}
        <BrandedEntry onward={onward} />
      </div>
      <ProviderLinks providers={listProviders()} demo={demoProviders()} onward={onward} />
    </AuthPage>
  );
}
