"use client";
import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/feedback/alert";

type Props = { failure: { message: string; requestId?: string | undefined } | undefined };

/** The refusal of a whole form, above its button. Renders nothing while there is none. */
export function FormError({ failure }: Props) {
  const t = useTranslations("ui.error");
  if (!failure) return null;
  return (
    <Alert tone="danger" role="alert">
      {failure.message}
      {failure.requestId ? (
        <span className="mt-0.5 block font-mono text-2xs">{t("requestId", { id: failure.requestId })}</span>
      ) : null}
    </Alert>
  );
}
