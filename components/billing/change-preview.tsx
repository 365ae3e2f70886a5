"use client";
import { ArrowRight, TrendingDown, TrendingUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { usePlanText } from "@/components/billing/use-plan-text";
import { Alert } from "@/components/ui/feedback/alert";
import type { PreviewDto } from "@/lib/billing/schema";
import { formatDate, formatMoney } from "@/lib/core/format";
import { PLANS, type PlanKey } from "@/lib/entitlements/catalogue";

type Props = { preview: PreviewDto; current: PlanKey };

/** The figures of a change: now, after that, and what one gains and loses. */
export function ChangePreview({ preview, current }: Props) {
  const t = useTranslations("billing.change");
  const locale = useFormatLocale();
  const { kind, effective_at } = preview;
  const date = formatDate(effective_at, locale);
  return (
    <div className="grid gap-5">
      <Alert tone="info">
        {kind === "period_end" ? t("periodEnd", { current: PLANS[current].name, date }) : t(kind)}
      </Alert>
      <Amounts preview={preview} />
      <Limits preview={preview} />
    </div>
  );
}

function Amounts({ preview }: { preview: PreviewDto }) {
  const t = useTranslations("billing.change");
  const locale = useFormatLocale();
  const text = usePlanText();
  const { due_now, next_charge, lines, plan, interval } = preview;
  const money = (amount: number) => formatMoney({ amountCents: amount, currency: due_now.currency }, locale);
  const label = due_now.amount < 0 ? "credit" : due_now.amount === 0 ? "nothingNow" : "dueNow";
  return (
    <dl className="grid gap-2">
      <div className="flex justify-between gap-4 font-semibold text-base">
        <dt>{t(label)}</dt>
        <dd className="tabular" data-testid="due-now">
          {money(Math.abs(due_now.amount))}
        </dd>
      </div>
      {lines.length > 1
        ? lines.map((line) => (
            <div key={line.description} className="flex justify-between gap-4 text-fg-muted text-sm">
              <dt>{line.description}</dt>
              <dd className="tabular">{money(line.amount)}</dd>
            </div>
          ))
        : null}
      <div className="flex justify-between gap-4 border-t pt-2">
        <dt className="text-fg-muted">{t("next")}</dt>
        <dd className="tabular text-right">
          {next_charge.at
            ? t("nextAt", { amount: money(next_charge.amount), date: formatDate(next_charge.at, locale) })
            : t("nextEvery", { amount: money(next_charge.amount), interval: text.unit(plan, interval) })}
        </dd>
      </div>
    </dl>
  );
}

function Limits({ preview: { limits } }: { preview: PreviewDto }) {
  const t = useTranslations("billing.change");
  const text = usePlanText();
  if (limits.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-medium text-sm">{t("limits")}</h3>
      <ul className="grid gap-1.5 text-sm">
        {limits.map(({ feature, before, after, better }) => (
          <li key={feature} className="flex flex-wrap items-center gap-x-2">
            {better ? (
              <TrendingUp aria-hidden="true" className="size-4 text-success-text" />
            ) : (
              <TrendingDown aria-hidden="true" className="size-4 text-warning-text" />
            )}
            <span className="text-fg-muted">{text.feature(feature)}</span>
            <span className="tabular ml-auto inline-flex items-center gap-1.5 text-right">
              <span className="sr-only">{t("from")}</span>
              <span className="text-fg-subtle">{text.value(feature, before)}</span>
              <ArrowRight aria-hidden="true" className="size-3 text-fg-subtle" />
              <span className="sr-only">{t("to")}</span>
              {text.value(feature, after)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
