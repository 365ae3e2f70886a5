"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { requestInvitation } from "@/components/invitations/queries";
import { AuthCard } from "@/components/layout/site/auth-card";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { useErrorText } from "@/components/ui/forms/error-text";
import { FormError } from "@/components/ui/forms/form-error";
import type { InvitationView } from "@/lib/access/invitations/schema";
import { api } from "@/lib/api/client";

const SIGN_IN = "/sign-in?next=/invitations/accept";

/** An invitation that cannot be accepted as things are: what is the case, and the way forward. */
export function InvitationDeadEnd({ view }: { view: InvitationView }) {
  const t = useTranslations("invitations.landing");
  const names = { workspace: view.workspace.name, inviter: view.inviter_name };
  const open = <OpenWorkspace slug={view.workspace.slug} />;
  if (view.viewer?.is_member) {
    return (
      <AuthCard title={t("member.title", names)} description={t("member.description")}>
        {open}
      </AuthCard>
    );
  }
  switch (view.state) {
    case "pending":
      return <WrongAccount view={view} />;
    case "used":
      return (
        <AuthCard title={t("used.title")} description={t("used.description", names)}>
          {open}
        </AuthCard>
      );
    case "unavailable":
      return (
        <AuthCard title={t("unavailable.title", names)} description={t("unavailable.description", names)}>
          <ButtonLink href="/" block>
            {t("goHome")}
          </ButtonLink>
        </AuthCard>
      );
    case "single_sign_on":
      return (
        <AuthCard title={t("sso.title", names)} description={t("sso.description", names)}>
          <ButtonLink href={`${view.workspace.url}/sign-in`} external variant="primary" block>
            {t("sso.open")}
          </ButtonLink>
        </AuthCard>
      );
    case "bounced":
    case "expired":
    case "revoked":
    case "withdrawn":
    case "declined":
      return (
        <AuthCard title={t(`${view.state}.title`)} description={t(`${view.state}.description`, names)}>
          <Ask label={t("ask")} />
        </AuthCard>
      );
    default:
      return view.state satisfies never;
  }
}

/** Through the root host, which hands over to the workspace, or asks to sign in first. */
function OpenWorkspace({ slug }: { slug: string }) {
  const t = useTranslations("invitations.landing");
  return (
    <ButtonLink href={`/switch?to=${slug}`} external variant="primary" block>
      {t("openWorkspace")}
    </ButtonLink>
  );
}

function WrongAccount({ view }: { view: InvitationView }) {
  const t = useTranslations("invitations.landing.wrongAccount");
  const viewer = view.viewer?.email ?? "";
  const [isLeaving, setIsLeaving] = useState(false);
  const switchAccount = async () => {
    setIsLeaving(true);
    try {
      await api.post("/api/auth-flows/sign-out", { body: {} });
    } finally {
      window.location.assign(`${SIGN_IN}&email=${encodeURIComponent(view.email)}`);
    }
  };
  return (
    <AuthCard title={t("title")} description={t("description", { invitee: view.email, viewer })}>
      <div className="grid gap-3">
        <Button variant="primary" block loading={isLeaving} onClick={() => void switchAccount()}>
          {t("switch")}
        </Button>
        <Ask label={t("ask", { viewer })} />
      </div>
    </AuthCard>
  );
}

function Ask({ label }: { label: string }) {
  const t = useTranslations("invitations.landing");
  const errorText = useErrorText();
  const [state, setState] = useState<"idle" | "busy" | "asked">("idle");
  const [failure, setFailure] = useState<{ message: string }>();
  const ask = async () => {
    setState("busy");
    setFailure(undefined);
    try {
      await requestInvitation();
      setState("asked");
    } catch (error) {
      setFailure({ message: errorText.ofRequest(error) });
      setState("idle");
    }
  };
  if (state === "asked") {
    return (
      <Alert tone="success" role="status">
        {t("asked")}
      </Alert>
    );
  }
  return (
    <div className="grid gap-3">
      <FormError failure={failure} />
      <Button block loading={state === "busy"} onClick={() => void ask()}>
        {label}
      </Button>
    </div>
  );
}
