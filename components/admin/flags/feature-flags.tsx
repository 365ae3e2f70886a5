"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { FlagDialog } from "@/components/admin/flags/flag-dialog";
import { Button } from "@/components/ui/actions/button";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/display/scroll-region";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { FeatureFlagDto } from "@/lib/back-office/features/schema";
import { formatDate, formatNumber } from "@/lib/core/format";

/** Kill switch and roll-out of every feature, and how many workspaces have it. */
export function FeatureFlags({ flags }: { flags: readonly FeatureFlagDto[] }) {
  const t = useTranslations("admin.flags");
  const [chosen, setChosen] = useState<FeatureFlagDto>();
  const [isOpen, setIsOpen] = useState(false);
  const edit = (flag: FeatureFlagDto) => {
    setChosen(flag);
    setIsOpen(true);
  };
  return (
    <>
      <ScrollRegion label={t("table")} className="focus-inset rounded-lg">
        <table className="w-full border-collapse bg-surface text-sm">
          <caption className="sr-only">{t("table")}</caption>
          <thead>
            <tr className="border-b bg-inset text-left text-fg-muted text-xs">
              {(["feature", "state", "rollout", "reach", "plan", "off", "changed"] as const).map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={cn(
                    "h-9 whitespace-nowrap px-4 font-medium",
                    NUMERIC.has(column) && "text-right",
                    WIDE.has(column) && WIDE_ONLY,
                  )}
                >
                  {t(`columns.${column}`)}
                </th>
              ))}
              <td className="w-0" />
            </tr>
          </thead>
          <tbody>
            {flags.map((flag) => (
              <FlagRow key={flag.feature} flag={flag} onEdit={() => edit(flag)} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {chosen ? (
        <FlagDialog key={chosen.feature} flag={chosen} open={isOpen} onOpenChange={setIsOpen} />
      ) : null}
    </>
  );
}

const NUMERIC: ReadonlySet<string> = new Set(["rollout", "reach", "plan", "off"]);
/** Left out on a phone, so that the button of each row is in sight. */
const WIDE: ReadonlySet<string> = new Set(["rollout", "reach", "plan", "off", "changed"]);
const WIDE_ONLY = "hidden md:table-cell";

function FlagRow({ flag, onEdit }: { flag: FeatureFlagDto; onEdit: () => void }) {
  const t = useTranslations("admin.flags");
  const names = useTranslations("features.names");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  return (
    <tr className="border-b last:border-0">
      <th scope="row" className="px-4 py-2.5 text-left font-normal">
        <span className="block whitespace-nowrap font-medium">{names(flag.feature)}</span>
        <code className="font-mono text-2xs text-fg-subtle">{flag.feature}</code>
      </th>
      <td className="px-4 py-2.5">
        <StatusDot tone={flag.enabled ? "success" : "danger"}>
          {t(flag.enabled ? "live" : "killed")}
        </StatusDot>
        {flag.rollout_percent < 100 ? (
          <span className="tabular block text-fg-muted text-xs md:hidden">
            {number(flag.rollout_percent)}%
          </span>
        ) : null}
      </td>
      <td className={cn("tabular px-4 py-2.5 text-right", WIDE_ONLY)}>{number(flag.rollout_percent)}%</td>
      <td className={cn("tabular whitespace-nowrap px-4 py-2.5 text-right", WIDE_ONLY)}>
        {t("reach", { count: number(flag.effective), total: number(flag.tenants) })}
      </td>
      <td className={cn("tabular px-4 py-2.5 text-right", WIDE_ONLY)}>{number(flag.in_plan)}</td>
      <td className={cn("tabular px-4 py-2.5 text-right", WIDE_ONLY)}>{number(flag.switched_off)}</td>
      <td className={cn("min-w-48 px-4 py-2.5 text-fg-muted", WIDE_ONLY)}>
        {flag.changed_at ? (
          <>
            <span className="block whitespace-nowrap">
              {formatDate(flag.changed_at, locale)}, {flag.changed_by}
            </span>
            <span className="block text-fg-subtle">{flag.reason}</span>
          </>
        ) : (
          t("never")
        )}
      </td>
      <td className="px-4 py-2.5 text-right">
        <Button size="sm" onClick={onEdit} aria-label={t("dialog.title", { name: names(flag.feature) })}>
          {t("edit")}
        </Button>
      </td>
    </tr>
  );
}
