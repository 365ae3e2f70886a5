import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { cn } from "@/components/ui/cn";
import { formatNumber } from "@/lib/core/format";

type Props = {
  /** What is counted, for example "API calls". */
  label: string;
  used: number;
  /** `null`: no limit. */
  limit: number | null;
  /** Writes a value with its unit; plain numbers otherwise. */
  format?: (value: number) => string;
  size?: "sm" | "md";
  /** Keeps the label for screen readers only, as in a table whose column says it. */
  hideLabel?: boolean;
  className?: string;
};

const NEAR_RATIO = 0.8;

/** How much of a limit is used: amber from 80 %, red from 100 %, each also in words. */
export function Meter({ label, used, limit, format, size = "md", hideLabel = false, className }: Props) {
  const t = useTranslations("ui.meter");
  const locale = useFormatLocale();
  const write = format ?? ((value: number) => formatNumber(value, locale));
  const ratio = limit === null ? 0 : limit === 0 ? 1 : used / limit;
  const level = limit === null ? "normal" : ratio >= 1 ? "over" : ratio >= NEAR_RATIO ? "near" : "normal";
  const amount =
    limit === null
      ? t("unlimited", { used: write(used) })
      : t("used", { used: write(used), limit: write(limit) });
  const levelText = level === "normal" ? undefined : t(level);
  return (
    <div data-slot="meter" data-level={level} className={cn("grid content-start gap-1.5", className)}>
      <div className={cn("flex items-baseline justify-between gap-3", size === "sm" ? "text-xs" : "text-sm")}>
        <span className={hideLabel ? "sr-only" : "truncate text-fg-muted"}>{label}</span>
        <span className="tabular shrink-0 text-fg">{amount}</span>
      </div>
      {limit === null ? null : (
        <>
          {/* The browsers draw it each in their own way: it is read, and the bar below is looked at. */}
          <meter
            aria-label={label}
            max={limit}
            value={Math.min(used, limit)}
            aria-valuetext={levelText ? `${amount}. ${levelText}` : amount}
            className="sr-only"
          />
          <div
            aria-hidden="true"
            className={cn("overflow-hidden rounded-full bg-line", size === "sm" ? "h-1" : "h-1.5")}
          >
            <div
              style={{ width: `${Math.min(100, Math.max(used > 0 ? 1.5 : 0, ratio * 100))}%` }}
              className={cn(
                "h-full rounded-full",
                level === "over" ? "bg-danger" : level === "near" ? "bg-warning" : "bg-accent",
              )}
            />
          </div>
        </>
      )}
      {levelText ? (
        <p
          className={cn(
            "flex items-center gap-1 text-xs",
            level === "over" ? "text-danger-text" : "text-warning-text",
          )}
        >
          <TriangleAlert aria-hidden="true" className="size-3" />
          {levelText}
        </p>
      ) : null}
    </div>
  );
}
