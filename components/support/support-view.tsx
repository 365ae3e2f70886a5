"use client";
import { useTranslations } from "next-intl";
import { RequestsCard } from "@/components/support/requests-card";
import { SessionsCard } from "@/components/support/sessions-card";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import type { SecurityPolicy } from "@/lib/tenancy/policies/schema";

type Props = { access: SecurityPolicy["support"]["access"]; mayManage: boolean; maySeePolicy: boolean };

/** What our support may do here, what they ask for, and when they were here. */
export function SupportView({ access, mayManage, maySeePolicy }: Props) {
  const t = useTranslations("support.tenant");
  return (
    <div className="grid gap-6">
      <Alert
        action={
          maySeePolicy ? (
            <ButtonLink href="/settings/security" size="sm">
              {t("policy.change")}
            </ButtonLink>
          ) : undefined
        }
      >
        {t(`policy.${access}`)}
      </Alert>
      <RequestsCard mayManage={mayManage} />
      <SessionsCard mayManage={mayManage} />
    </div>
  );
}
