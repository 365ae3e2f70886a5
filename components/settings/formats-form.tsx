"use client";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import * as z from "zod";
import { SettingsCard } from "@/components/settings/settings-card";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { api } from "@/lib/api/client";
import { formatDate, formatLocale, formatMoney, formatNumber } from "@/lib/core/format";
import {
  currencyDisplay,
  dateFormat,
  numberFormat,
  type TenantDto,
  weekStart,
} from "@/lib/lifecycle/tenants/schema";

const schema = z.strictObject({
  date_format: dateFormat,
  number_format: numberFormat,
  week_start: weekStart,
  currency_display: currencyDisplay,
});
type Values = z.infer<typeof schema>;

const SAMPLE_DAY = "2026-11-30T14:05:00Z";

/** How this workspace writes dates, numbers and amounts, with a sample that changes along. */
export function FormatsForm({ tenant, mayUpdate }: { tenant: TenantDto; mayUpdate: boolean }) {
  const t = useTranslations("settings");
  const language = useLocale();
  const router = useRouter();
  const apiForm = useApiForm<Values, Values, unknown>({
    schema,
    defaultValues: {
      date_format: tenant.date_format,
      number_format: tenant.number_format,
      week_start: tenant.week_start,
      currency_display: tenant.currency_display,
    },
    submit: (body) => api.put(`/api/v1/tenants/${tenant.id}`, { body }),
    onSuccess: () => {
      toast.success(t("general.saved"));
      router.refresh();
    },
  });
  const { form } = apiForm;
  const { date_format, number_format, week_start, currency_display } = useWatch({ control: form.control });
  const locale = formatLocale(language, {
    date: date_format ?? "locale",
    number: number_format ?? "locale",
    week_start: week_start ?? "monday",
    currency: currency_display ?? "symbol",
  });
  const sample = [
    formatDate(SAMPLE_DAY, locale, "dateTime"),
    formatNumber(12_345.67, locale, 2),
    formatMoney({ amountCents: 129_900, currency: "usd" }, locale),
  ].join(" · ");
  return (
    <SettingsCard
      apiForm={apiForm}
      title={t("formats.card")}
      description={t("formats.description")}
      mayUpdate={mayUpdate}
      className="max-w-2xl sm:grid-cols-2"
    >
      <Field label={t("formats.date")}>
        <Select
          {...form.register("date_format")}
          options={dateFormat.options.map((value) => ({ value, label: t(`formats.dates.${value}`) }))}
        />
      </Field>
      <Field label={t("formats.number")}>
        <Select
          {...form.register("number_format")}
          options={numberFormat.options.map((value) => ({ value, label: t(`formats.numbers.${value}`) }))}
        />
      </Field>
      <Field label={t("formats.currency")}>
        <Select
          {...form.register("currency_display")}
          options={currencyDisplay.options.map((value) => ({
            value,
            label: t(`formats.currencies.${value}`),
          }))}
        />
      </Field>
      <Field label={t("formats.week")} hint={t("formats.weekHint")}>
        <Select
          {...form.register("week_start")}
          options={weekStart.options.map((value) => ({ value, label: t(`formats.weeks.${value}`) }))}
        />
      </Field>
      <p className="tabular sm:col-span-2" role="status">
        <span className="mr-2 text-fg-subtle text-sm">{t("formats.sample")}</span>
        {sample}
      </p>
    </SettingsCard>
  );
}
