"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import type { BrandingEditor } from "@/components/branding/use-branding";
import { Button } from "@/components/ui/actions/button";
import { StatusDot } from "@/components/ui/display/status-dot";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { formatDate } from "@/lib/core/format";
import type { BrandingDto } from "@/lib/lifecycle/branding/schema";

type Props = { branding: BrandingDto; editor: BrandingEditor };

/** What is live, what waits, and the way from one to the other. */
export function BrandingBar({ branding, editor }: Props) {
  const t = useTranslations("branding");
  const locale = useFormatLocale();
  const [asking, setAsking] = useState<"publish" | "discard" | null>(null);
  const { draft, published } = branding;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border bg-surface px-4 py-3 text-sm">
      <div className="grid min-w-0 gap-0.5" role="status">
        <StatusDot tone={published ? "success" : "neutral"} className="!whitespace-normal">
          {published
            ? t("bar.published", {
                version: published.version,
                name: published.published_by,
                date: formatDate(published.published_at, locale),
              })
            : t("bar.none")}
        </StatusDot>
        {editor.isDirty ? (
          <StatusDot tone="warning">{t("bar.dirty")}</StatusDot>
        ) : draft ? (
          <StatusDot tone="info" className="!whitespace-normal">
            {t("bar.draft", { name: draft.updated_by })}
          </StatusDot>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {draft && !editor.isDirty ? (
          <Button variant="ghost" onClick={() => setAsking("discard")}>
            {t("bar.discard")}
          </Button>
        ) : null}
        <Button onClick={() => void editor.save()} disabled={!editor.isDirty} loading={editor.isSaving}>
          {t("bar.save")}
        </Button>
        <Button variant="primary" disabled={!draft || editor.isDirty} onClick={() => setAsking("publish")}>
          {t("bar.publish")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking === "publish"}
        onOpenChange={() => setAsking(null)}
        tone="primary"
        title={t("publishDialog.title")}
        description={t("publishDialog.description")}
        confirmLabel={t("publishDialog.confirm")}
        onConfirm={editor.publishDraft}
      />
      <ConfirmDialog
        open={asking === "discard"}
        onOpenChange={() => setAsking(null)}
        title={t("discardDialog.title")}
        description={t("discardDialog.description")}
        confirmLabel={t("discardDialog.confirm")}
        onConfirm={editor.discard}
      />
    </div>
  );
}
