"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { DEFAULT_PRIMARY } from "@/lib/core/brand/theme";
import { formatDate } from "@/lib/core/format";
import type { BrandingVersionDto } from "@/lib/lifecycle/branding/schema";

type Props = {
  versions: readonly BrandingVersionDto[];
  mayUpdate: boolean;
  onRevert: (version: number) => Promise<void>;
};

/** Everything that was ever shown, and the way back to it. */
export function VersionsCard({ versions, mayUpdate, onRevert }: Props) {
  const t = useTranslations("branding.history");
  const locale = useFormatLocale();
  const [chosen, setChosen] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card title={t("title")} description={t("description")} padding="flush">
      {versions.length === 0 ? <p className="px-5 py-4 text-fg-subtle text-sm">{t("empty")}</p> : null}
      <ul className="max-h-80 divide-y overflow-y-auto">
        {versions.map((item, index) => (
          <li key={item.version} className="flex items-center gap-3 px-5 py-2.5 text-sm">
            <span
              aria-hidden="true"
              className="size-5 shrink-0 rounded-full border"
              style={{ backgroundColor: item.settings.primary_color ?? DEFAULT_PRIMARY }}
            />
            <span className="grid min-w-0 flex-1">
              <span className="flex items-center gap-2 font-medium">
                {t("version", { version: item.version })}
                {index === 0 ? <Badge tone="success">{t("current")}</Badge> : null}
              </span>
              <span className="truncate text-fg-subtle">
                {t("by", { name: item.published_by, date: formatDate(item.published_at, locale) })}
                {item.reverted_to ? ` · ${t("revertedTo", { version: item.reverted_to })}` : ""}
              </span>
            </span>
            {mayUpdate && index > 0 ? (
              <Button
                size="sm"
                aria-label={t("revertTitle", { version: item.version })}
                onClick={() => {
                  setChosen(item.version);
                  setIsOpen(true);
                }}
              >
                {t("revert")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        tone="primary"
        title={t("revertTitle", { version: chosen })}
        description={t("revertDescription")}
        confirmLabel={t("revert")}
        onConfirm={() => onRevert(chosen)}
      />
    </Card>
  );
}
