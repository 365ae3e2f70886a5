import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { formatNumber } from "@/lib/core/format";

type Props = {
  label: string;
  /** A count; or give `text` for a word. */
  value?: number;
  text?: string;
  /** Present for counts under a plan limit; null is unlimited. */
  limit?: number | null;
  note?: string;
  /** Where the figure's own page is. */
  href?: string | undefined;
};

/** One figure of the overview; the whole card leads to its page. */
export function FigureCard({ label, value, text, limit, note, href }: Props) {
  const t = useTranslations("overview.figures");
  const locale = useFormatLocale();
  const amount = text ?? formatNumber(value ?? 0, locale);
  const below =
    note ??
    (limit === null
      ? t("unlimited")
      : limit === undefined
        ? ""
        : t("of", { limit: formatNumber(limit, locale) }));
  const isNear = typeof limit === "number" && value !== undefined && value >= limit * 0.8;
  return (
    <section className="relative rounded-lg border bg-surface px-5 py-4 transition-colors hover:border-line-strong">
      <h2 className="text-fg-muted text-sm">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0 after:rounded-lg">
            {label}
          </Link>
        ) : (
          label
        )}
      </h2>
      <p className="tabular mt-2 font-semibold text-2xl tracking-tight">{amount}</p>
      <p className={isNear ? "mt-1 text-sm text-warning-text" : "mt-1 text-fg-subtle text-sm"}>
        {isNear ? `${below} · ${t("near")}` : below}
      </p>
    </section>
  );
}
