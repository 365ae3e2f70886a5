"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { acceptInvitation, declineInvitation } from "@/components/invitations/queries";
import { AuthCard } from "@/components/layout/site/auth-card";
import { useRoleName } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { useErrorText } from "@/components/ui/forms/error-text";
import { FormError } from "@/components/ui/forms/form-error";
import type { InvitationView } from "@/lib/access/invitations/schema";
import { ApiError } from "@/lib/api/client";
import { formatUtc } from "@/lib/core/format";

const HERE = "/invitations/accept";
const NO_OWN_ROLES: never[] = [];

/** An invitation that can be accepted: by the invitee, or by whoever signs in as them. */
export function InvitationAnswer({ view }: { view: InvitationView }) {
  const t = useTranslations("invitations.landing");
  const locale = useLocale();
  const roleName = useRoleName(NO_OWN_ROLES);
  const [isDeclined, setIsDeclined] = useState(false);
  const workspace = view.workspace.name;
  if (isDeclined) {
    return (
      <AuthCard title={t("declinedDone.title")} description={t("declinedDone.description", { workspace })}>
        <ButtonLink href="/" block>
          {t("goHome")}
        </ButtonLink>
      </AuthCard>
    );
  }
  const offer = { inviter: view.inviter_name, workspace, role: roleName(view.role) };
  return (
    <AuthCard
      title={t("join", { workspace })}
      description={t("offer", offer)}
      footer={t("until", { date: formatUtc(view.expires_at, locale, "dateTime") })}
    >
      {view.viewer ? (
        <Answer email={view.viewer.email} onDeclined={() => setIsDeclined(true)} />
      ) : (
        <SignedOut email={view.email} />
      )}
    </AuthCard>
  );
}

function SignedOut({ email }: { email: string }) {
  const t = useTranslations("invitations.landing");
  const search = new URLSearchParams({ next: HERE, email }).toString();
  return (
    <div className="grid gap-3">
      <p className="text-fg-muted">{t("signedOut", { email })}</p>
      <ButtonLink href={`/sign-up?${search}`} variant="primary" block>
        {t("createAccount")}
      </ButtonLink>
      <ButtonLink href={`/sign-in?${search}`} block>
        {t("signIn")}
      </ButtonLink>
    </div>
  );
}

function Answer({ email, onDeclined }: { email: string; onDeclined: () => void }) {
  const t = useTranslations("invitations.landing");
  const errorText = useErrorText();
  const [busy, setBusy] = useState<"accept" | "decline">();
  const [failure, setFailure] = useState<{ message: string; requestId?: string | undefined }>();
  const run = async (kind: "accept" | "decline", work: () => Promise<void>) => {
    setBusy(kind);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      const requestId = error instanceof ApiError ? error.requestId : undefined;
      setFailure({ message: errorText.ofRequest(error), requestId });
      setBusy(undefined);
    }
  };
  return (
    <div className="grid gap-3">
      <p className="text-fg-muted">{t("signedInAs", { email })}</p>
      <FormError failure={failure} />
      <Button
        variant="primary"
        block
        loading={busy === "accept"}
        onClick={() =>
          void run("accept", async () => {
            const { workspace } = await acceptInvitation();
            window.location.assign(`/switch?to=${workspace.slug}`);
          })
        }
      >
        {t("accept")}
      </Button>
      <Button
        block
        loading={busy === "decline"}
        onClick={() =>
          void run("decline", async () => {
            await declineInvitation();
            onDeclined();
          })
        }
      >
        {t("decline")}
      </Button>
    </div>
  );
}
