"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { integrations, tryIntegration } from "@/components/integrations/queries";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { useErrorText } from "@/components/ui/forms/error-text";
import type { IntegrationDto } from "@/lib/notifications/integrations/schema";

/** Tries the saved settings for real and says how it went. */
export function TestConnection({ integration }: { integration: IntegrationDto }) {
  const t = useTranslations("integrations.test");
  const errorText = useErrorText();
  const client = useQueryClient();
  const attempt = useMutation({
    mutationFn: () => tryIntegration(integration.kind),
    onSettled: () => client.invalidateQueries({ queryKey: integrations.key }),
  });
  const result = attempt.data;
  const reasonOf = (reason: string | null) => {
    const key = `reasons.${reason ?? "connect_failed"}` as never;
    return t.has(key) ? t(key) : t("reasons.connect_failed");
  };
  return (
    <section className="grid gap-3 border-t pt-5" aria-label={t("title")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h3 className="font-medium text-sm">{t("title")}</h3>
          <p className="text-fg-muted text-sm">{t(`what.${integration.kind}`)}</p>
        </div>
        <Button loading={attempt.isPending} onClick={() => attempt.mutate()}>
          {t("run")}
        </Button>
      </div>
      <div role="status">
        {attempt.error ? <Alert tone="danger">{errorText.ofRequest(attempt.error)}</Alert> : null}
        {result?.ok ? <Alert tone="success">{t("ok", { milliseconds: result.duration_ms })}</Alert> : null}
        {result && !result.ok ? (
          <Alert tone="danger" title={t("failed", { milliseconds: result.duration_ms })}>
            {reasonOf(result.reason)}
            {result.status ? ` (HTTP ${result.status})` : ""}
          </Alert>
        ) : null}
        {!result && integration.last_error ? (
          <Alert tone="warning" title={t("lastFailed")}>
            {reasonOf(integration.last_error)}
          </Alert>
        ) : null}
      </div>
    </section>
  );
}
