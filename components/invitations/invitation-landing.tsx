"use client";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { InvitationAnswer } from "@/components/invitations/invitation-answer";
import { InvitationDeadEnd } from "@/components/invitations/invitation-dead-end";
import { lookUpInvitation } from "@/components/invitations/queries";
import { AuthCard } from "@/components/layout/site/auth-card";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Spinner } from "@/components/ui/feedback/spinner";
import type { InvitationView } from "@/lib/access/invitations/schema";
import { ApiError } from "@/lib/api/client";

/**
 * Where a mail's link leads. The token comes in the fragment, which no server sees; it leaves the address bar at once
 * and stays in an HttpOnly cookie, so that sign-up or sign-in can come back here without it.
 */
export function InvitationLanding() {
  const t = useTranslations("invitations.landing");
  const [view, setView] = useState<InvitationView>();
  const [error, setError] = useState<unknown>();
  const token = useRef<string | undefined>(undefined);
  const isStarted = useRef(false);
  const load = useCallback(async () => {
    setError(undefined);
    try {
      setView(await lookUpInvitation(token.current));
    } catch (cause) {
      setError(cause);
    }
  }, []);
  useEffect(() => {
    const start = () => {
      token.current = window.location.hash.slice(1) || undefined;
      if (token.current) dropFragment();
      setView(undefined);
      void load();
    };
    // Another link opened in this tab changes the fragment and loads no page.
    const onHashChange = () => {
      if (window.location.hash.length > 1) start();
    };
    window.addEventListener("hashchange", onHashChange);
    if (!isStarted.current) start();
    isStarted.current = true;
    return () => window.removeEventListener("hashchange", onHashChange);
  }, [load]);

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
        <ErrorState error={error} onRetry={() => void load()} />
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

/** The prototype's own method: the router's wrapper would start a navigation that never ends while this one mounts. */
function dropFragment(): void {
  History.prototype.replaceState.call(window.history, window.history.state, "", window.location.pathname);
}
