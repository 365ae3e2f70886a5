"use client";
import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/feedback/alert";
import type { Failure } from "@/components/ui/forms/failure-of";

type Props = { failure: Failure | undefined };

/** The refusal of a whole form, above its button, with the way to its receipt where there is one. Renders nothing while there is none. */
export function FormError({ failure }: Props) {
  const t = useTranslations("ui.error");
  if (!failure) return null;
  return (
    <Alert tone="danger" role="alert">
      {failure.message}
      {failure.receipt ? (
        <a href={failure.receipt} className="ml-1 font-medium underline underline-offset-2">
          {t("why")}
        </a>
      ) : null}
      {failure.requestId ? (
        <span className="mt-0.5 block font-mono text-2xs">{t("requestId", { id: failure.requestId })}</span>
      ) : null}
    </Alert>
  );
}
