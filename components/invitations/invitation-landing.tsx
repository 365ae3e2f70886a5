"use client";
import { useTranslations } from "next-intl";
import { InvitationAnswer } from "@/components/invitations/invitation-answer";
import { InvitationDeadEnd } from "@/components/invitations/invitation-dead-end";
import { lookUpInvitation } from "@/components/invitations/queries";
import { useFragmentToken } from "@/components/invitations/use-fragment-token";
import { AuthCard } from "@/components/layout/site/auth-card";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Spinner } from "@/components/ui/feedback/spinner";
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
  if (error !== undefined) {
    return (
      <div className="mx-auto w-full max-w-lg px-4 py-12">
        <ErrorState error={error} onRetry={() => void retry()} />
      </div>
    );
  }
  if (!view) {
    return (
      <div className="grid flex-1 place-items-center py-24 text-fg-muted">
        <Spinner label={t("loading")} />
      </div>
    );
  }
  const isOpen = view.state === "pending" && !view.viewer?.is_member && view.viewer?.is_invitee !== false;
  return isOpen ? <InvitationAnswer view={view} /> : <InvitationDeadEnd view={view} />;
}
