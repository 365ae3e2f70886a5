"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { SaveCard } from "@/components/auth/profile/save-card";
import { saveLocale, saveTheme } from "@/components/layout/preferences";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/auth/schema";
import { LOCALES, THEMES } from "@/lib/core/locale";

const schema = z.object({ locale: z.enum(LOCALES), theme: z.enum(THEMES), time_zone: z.string().max(64) });

/** Language, theme and time zone: kept with the account and applied to this browser at once. */
export function PreferencesCard({ me, timeZones }: { me: Me; timeZones: readonly string[] }) {
  const t = useTranslations("profile.preferences");
  const router = useRouter();
  const apiForm = useApiForm({
    schema,
    defaultValues: { locale: me.locale, theme: me.theme, time_zone: me.time_zone },
    submit: (body) => api.put<Me>("/me/preferences", { body }),
    onSuccess: (saved) => {
      saveLocale(saved.locale, false);
      saveTheme(saved.theme, false);
      toast.success(t("saved"));
      router.refresh();
    },
  });
  const { form, errorOf, failure } = apiForm;
  const zones = timeZones.includes(me.time_zone) ? timeZones : [me.time_zone, ...timeZones];
  return (
    <SaveCard form={apiForm} title={t("title")} description={t("description")} save={t("save")}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("locale")} error={errorOf("locale")}>
          <Select
            {...form.register("locale")}
            options={LOCALES.map((value) => ({ value, label: t(`locales.${value}`) }))}
          />
        </Field>
        <Field label={t("theme")} error={errorOf("theme")}>
          <Select
            {...form.register("theme")}
            options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
          />
        </Field>
        <Field label={t("timeZone")} error={errorOf("time_zone")} className="sm:col-span-2">
          <Select
            {...form.register("time_zone")}
            options={zones.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
          />
        </Field>
        <FormError failure={failure} />
      </div>
    </SaveCard>
  );
}
