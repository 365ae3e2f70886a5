"use client";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { updateWorkspace } from "@/components/onboarding/queries";
import { useGoTo } from "@/components/onboarding/step-buttons";
import { TimeZoneSelect } from "@/components/onboarding/workspace/time-zone-select";
import type { WorkspaceValues } from "@/components/onboarding/workspace/workspace-form";
import { Button } from "@/components/ui/actions/button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { LOCALES } from "@/lib/core/locale";
import { createTenantInput } from "@/lib/lifecycle/tenants/schema";

const schema = z.strictObject({
  name: createTenantInput.shape.name,
  locale: createTenantInput.shape.locale,
  time_zone: createTenantInput.shape.time_zone,
});

/** The first step again, for a workspace that exists: everything but its address. */
export function EditWorkspaceForm({ rootHost, initial }: { rootHost: string; initial: WorkspaceValues }) {
  const t = useTranslations("onboarding.workspace");
  const next = useGoTo("invite");
  const { slug, ...defaultValues } = initial;
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema,
    defaultValues,
    submit: updateWorkspace,
    onSuccess: () => next.mutate(),
  });
  return (
    <form {...formProps} className="grid gap-5">
      <FormError failure={failure} />
      <Field label={t("name")} error={errorOf("name")} required>
        <Input size="lg" maxLength={100} {...form.register("name")} />
      </Field>
      <Field label={t("slug")}>
        <Input size="lg" value={`${slug}.${rootHost}`} readOnly disabled />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t("locale")} error={errorOf("locale")}>
          <Select
            size="lg"
            options={LOCALES.map((locale) => ({ value: locale, label: t(`locales.${locale}`) }))}
            {...form.register("locale")}
          />
        </Field>
        <Field label={t("timeZone")} error={errorOf("time_zone")}>
          <TimeZoneSelect
            size="lg"
            {...form.register("time_zone")}
            value={form.watch("time_zone") ?? initial.time_zone}
          />
        </Field>
      </div>
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          size="lg"
          loading={isSubmitting || next.isPending}
          className="w-full sm:w-auto"
        >
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
