"use client";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/display/time";
import { Alert } from "@/components/ui/feedback/alert";
import type { SupportPreviewDto } from "@/lib/back-office/support/schema";

/** What the workspace allows, what was agreed to and what stands in the way. */
export function PreviewNotices({ preview }: { preview: SupportPreviewDto }) {
  const t = useTranslations("support.admin");
  const tModes = useTranslations("support.modes");
  const { refusal, consent, asked, live } = preview;
  return (
    <div className="grid gap-2">
      <Alert tone={preview.access === "forbidden" ? "danger" : "neutral"}>
        {t(`access.${preview.access}`)}
      </Alert>
      {refusal && refusal !== "consent_needed" ? (
        <Alert tone="danger">{t(`refusals.${refusal}`)}</Alert>
      ) : null}
      {consent ? (
        <Alert tone="success">
          {t("consent", { mode: tModes(consent.mode) })}{" "}
          <DateTime value={consent.expires_at} style="dateTime" withZone />
        </Alert>
      ) : null}
      {asked ? (
        <Alert tone="info">
          {t("waiting", { mode: tModes(asked.mode) })}{" "}
          <DateTime value={asked.expires_at} style="dateTime" withZone />
        </Alert>
      ) : null}
      {live ? <Alert tone="warning">{t("live", { workspace: live.tenant_name })}</Alert> : null}
    </div>
  );
}
