"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { SettingsCard } from "@/components/settings/settings-card";
import { toast } from "@/components/ui/feedback/toast";
import { Combobox } from "@/components/ui/forms/combobox/combobox";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { api } from "@/lib/api/client";
import { type TenantDto, updateTenantInput } from "@/lib/lifecycle/tenants/schema";

type Props = { tenant: TenantDto; timeZones: readonly string[]; mayUpdate: boolean };

/** Name, language and time zone of the workspace, saved together. */
export function GeneralForm({ tenant, timeZones, mayUpdate }: Props) {
  const t = useTranslations("settings.general");
  const router = useRouter();
  const apiForm = useApiForm({
    schema: updateTenantInput,
    defaultValues: { name: tenant.name, locale: tenant.locale, time_zone: tenant.time_zone },
    submit: (values) => api.put(`/api/v1/tenants/${tenant.id}`, { body: values }),
    onSuccess: () => {
      toast.success(t("saved"));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <SettingsCard
      apiForm={apiForm}
      title={t("card")}
      description={t("cardDescription")}
      mayUpdate={mayUpdate}
      className="max-w-md"
    >
      <Field label={t("name")} error={errorOf("name")} required>
        <Input {...form.register("name")} autoComplete="organization" />
      </Field>
      <Field label={t("locale")} hint={t("localeHint")} error={errorOf("locale")}>
        <Select
          {...form.register("locale")}
          options={[
            { value: "en", label: "English" },
            { value: "nl", label: "Nederlands" },
          ]}
        />
      </Field>
      <Field label={t("timeZone")} hint={t("timeZoneHint")} error={errorOf("time_zone")}>
        <Controller
          control={form.control}
          name="time_zone"
          render={({ field }) => (
            <Combobox
              options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
              value={field.value ?? ""}
              onValueChange={field.onChange}
            />
          )}
        />
      </Field>
    </SettingsCard>
  );
}
