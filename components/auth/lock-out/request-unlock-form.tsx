"use client";
import { useTranslations } from "next-intl";
import { RequestLinkForm } from "@/components/auth/request-link-form";
import { Alert } from "@/components/ui/feedback/alert";

/** Asks for the link; the answer is the same for every address. */
export function RequestUnlockForm() {
  const t = useTranslations("auth");
  return (
    <RequestLinkForm
      endpoint="/api/auth-flows/unlock"
      submitLabel={t("unlock.submit")}
      sent={(email) => (
        <Alert tone="success" role="status">
          {t("locked.asked", { email })}
        </Alert>
      )}
    />
  );
}
