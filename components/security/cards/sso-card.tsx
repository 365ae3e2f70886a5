"use client";
import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePolicy } from "@/components/security/policy-context";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import { Field } from "@/components/ui/forms/field";
import { Switch } from "@/components/ui/forms/switch";

/** Single sign-on can be required once there is a connection; until then the card says why not. */
export function SsoCard() {
  const t = useTranslations("security.sso");
  const { policy } = usePolicy();
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        policy.has_sso_connection ? null : (
          <Badge>
            <Lock aria-hidden="true" />
            {t("locked")}
          </Badge>
        )
      }
    >
      <Field layout="row" label={t("required")} hint={t("reason")}>
        <Switch checked={policy.sso.required} disabled readOnly />
      </Field>
      <ButtonLink href="/settings/single-sign-on" className="mt-4">
        {t("open")}
      </ButtonLink>
    </Card>
  );
}
