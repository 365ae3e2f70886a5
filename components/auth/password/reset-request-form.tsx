"use client";
import { useTranslations } from "next-intl";
import { RequestLinkForm } from "@/components/auth/request-link-form";
import { Alert } from "@/components/ui/feedback/alert";

/** Asks for the link; the answer is the same for every address. */
export function ResetRequestForm() {
  const t = useTranslations("auth");
  return (
    <RequestLinkForm
      endpoint="/api/auth-flows/password-reset"
      submitLabel={t("reset.submit")}
      sent={(email) => (
        <Alert tone="success" role="status" title={t("reset.sentTitle")}>
          {t("reset.sentDescription", { email })}
        </Alert>
      )}
    />
  );
}
