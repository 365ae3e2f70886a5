import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { withParams } from "@/components/auth/go-to";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { Translations } from "@/components/i18n/translations";
import { StatusPage } from "@/components/layout/site/status-page";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { requireUser } from "@/lib/access/require-context";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.noAccess"))("title") };
}

export default async function NoAccessPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requireUser();
  const [query, t] = await Promise.all([searchParams, getTranslations("auth.noAccess")]);
  const to = oneParam(query.to);
  const slug = to !== undefined && /^[a-z0-9-]{1,63}$/.test(to) && to !== "admin" ? to : undefined;
  const { email } = ctx.actor;
  return (
    <StatusPage
      title={t("title")}
      description={slug ? t("description", { email, slug }) : t("descriptionAny", { email })}
    >
      <ButtonLink href="/workspaces" variant="primary">
        {t("workspaces")}
      </ButtonLink>
      <Translations namespaces={["auth"]}>
        <SignOutButton then={withParams("/sign-in", { to })}>{t("switchAccount")}</SignOutButton>
      </Translations>
    </StatusPage>
  );
}
