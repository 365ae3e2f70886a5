"use client";
import { useTranslations } from "next-intl";
import { LandingWait } from "@/components/invitations/landing-wait";
import { LinkOffer } from "@/components/invitations/links/link-offer";
import { lookUpLink } from "@/components/invitations/links/queries";
import { useFragmentToken } from "@/components/invitations/use-fragment-token";
import { AuthCard } from "@/components/layout/site/auth-card";
import { ButtonLink } from "@/components/ui/actions/button-link";
import type { LinkView } from "@/lib/access/invitations/links/schema";
import { ApiError } from "@/lib/api/client";

/** Where a shared link leads. */
export function LinkLanding() {
  const t = useTranslations("invitations.links.landing");
  const { view, error, retry } = useFragmentToken<LinkView>(lookUpLink);
  if (error instanceof ApiError && error.code === "not_found") {
    return <Closed title={t("unknown.title")} description={t("unknown.description")} />;
  }
  if (error !== undefined || !view) {
    return <LandingWait error={error} onRetry={() => void retry()} label={t("loading")} />;
  }
  const { workspace } = view;
  const names = { workspace: workspace.name, maker: view.maker_name };
  if (view.viewer?.is_member) {
    return (
      <AuthCard title={t("member", names)}>
        <ButtonLink href={`/switch?to=${workspace.slug}`} external variant="primary" block>
          {t("open")}
        </ButtonLink>
      </AuthCard>
    );
  }
  if (view.state === "open") return <LinkOffer view={view} />;
  if (view.state === "single_sign_on") {
    return (
      <AuthCard title={t("sso.title", names)} description={t("sso.description")}>
        <ButtonLink href={`${workspace.url}/sign-in`} external variant="primary" block>
          {t("open")}
        </ButtonLink>
      </AuthCard>
    );
  }
  return <Closed title={t(`closed.${view.state}`, names)} description={t("closed.description", names)} />;
}

function Closed({ title, description }: { title: string; description: string }) {
  const t = useTranslations("invitations.landing");
  return (
    <AuthCard title={title} description={description}>
      <ButtonLink href="/" block>
        {t("goHome")}
      </ButtonLink>
    </AuthCard>
  );
}
