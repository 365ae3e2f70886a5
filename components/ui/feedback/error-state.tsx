"use client";
import { CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError } from "@/lib/api/client";

type Props = {
  /** What was thrown; its translated sentence and request id are shown. */
  error?: unknown;
  onRetry?: (() => void) | undefined;
  variant?: "card" | "plain";
};

/** A panel that failed to load: the reason, "Try again" and the request id. The rest of the page stays usable. */
export function ErrorState({ error, onRetry, variant = "card" }: Props) {
  const t = useTranslations("ui.error");
  const errorText = useErrorText();
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <EmptyState
      role="alert"
      variant={variant}
      icon={CloudOff}
      title={t("title")}
      description={error === undefined ? t("description") : errorText.ofRequest(error)}
      action={onRetry ? <Button onClick={onRetry}>{t("retry")}</Button> : undefined}
    >
      {requestId ? (
        <p className="flex items-center justify-center gap-1 font-mono text-2xs text-fg-subtle">
          {t("requestId", { id: requestId })}
          <CopyButton value={requestId} label={t("copyRequestId")} />
        </p>
      ) : null}
    </EmptyState>
  );
}
