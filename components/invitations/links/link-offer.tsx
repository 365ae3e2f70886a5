"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { joinWithLink } from "@/components/invitations/links/queries";
import { AuthCard } from "@/components/layout/site/auth-card";
import { useRoleName } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { useErrorText } from "@/components/ui/forms/error-text";
import type { LinkView } from "@/lib/access/invitations/links/schema";
import { formatUtc } from "@/lib/core/format";

const HERE = "/invitations/join";
const NO_OWN_ROLES: never[] = [];

/** A link that is open: join with it, or sign in first. */
export function LinkOffer({ view }: { view: LinkView }) {
  const t = useTranslations("invitations.links.landing");
  const locale = useLocale();
  const roleName = useRoleName(NO_OWN_ROLES);
  const { viewer, workspace } = view;
  const domains = view.domains.map((domain) => `@${domain}`).join(", ");
  return (
    <AuthCard
      title={t("join", { workspace: workspace.name })}
      description={t("offer", { maker: view.maker_name, role: roleName(view.role), domains })}
      footer={t("until", { date: formatUtc(view.expires_at, locale, "dateTime") })}
    >
      {!viewer ? (
        <div className="grid gap-3">
          <ButtonLink href={`/sign-up?next=${HERE}`} variant="primary" block>
            {t("createAccount")}
          </ButtonLink>
          <ButtonLink href={`/sign-in?next=${HERE}`} block>
            {t("signIn")}
          </ButtonLink>
        </div>
      ) : viewer.fits ? (
        <Join email={viewer.email} />
      ) : (
        <Alert tone="warning">{t("otherDomain", { email: viewer.email, domains })}</Alert>
      )}
    </AuthCard>
  );
}

function Join({ email }: { email: string }) {
  const t = useTranslations("invitations.links.landing");
  const errorText = useErrorText();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const join = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      const { workspace } = await joinWithLink();
      window.location.assign(`/switch?to=${workspace.slug}`);
    } catch (error) {
      setFailure(errorText.ofRequest(error));
      setIsBusy(false);
    }
  };
  return (
    <div className="grid gap-3">
      <p className="text-fg-muted">{t("signedInAs", { email })}</p>
      {failure ? <Alert tone="danger">{failure}</Alert> : null}
      <Button variant="primary" block loading={isBusy} onClick={() => void join()}>
        {t("accept")}
      </Button>
    </div>
  );
}
