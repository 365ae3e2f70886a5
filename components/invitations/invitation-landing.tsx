"use client";
import { useTranslations } from "next-intl";
import { InvitationAnswer } from "@/components/invitations/invitation-answer";
import { InvitationDeadEnd } from "@/components/invitations/invitation-dead-end";
import { LandingWait } from "@/components/invitations/landing-wait";
import { lookUpInvitation } from "@/components/invitations/queries";
import { useFragmentToken } from "@/components/invitations/use-fragment-token";
import { AuthCard } from "@/components/layout/site/auth-card";
import { ButtonLink } from "@/components/ui/actions/button-link";
import type { InvitationView } from "@/lib/access/invitations/schema";
import { ApiError } from "@/lib/api/client";

/** Where a mail's link leads. */
export function InvitationLanding() {
  const t = useTranslations("invitations.landing");
  const { view, error, retry } = useFragmentToken<InvitationView>(lookUpInvitation);
  if (error instanceof ApiError && error.code === "not_found") {
    return (
      <AuthCard title={t("unknown.title")} description={t("unknown.description")}>
        <ButtonLink href="/" block>
          {t("goHome")}
        </ButtonLink>
      </AuthCard>
    );
  }
  if (error !== undefined || !view) {
    return <LandingWait error={error} onRetry={() => void retry()} label={t("loading")} />;
  }
  const isOpen = view.state === "pending" && !view.viewer?.is_member && view.viewer?.is_invitee !== false;
  return isOpen ? <InvitationAnswer view={view} /> : <InvitationDeadEnd view={view} />;
}
