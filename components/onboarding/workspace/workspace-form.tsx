"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { createWorkspace } from "@/components/onboarding/queries";
import { SlugField } from "@/components/onboarding/workspace/slug-field";
import { TimeZoneSelect } from "@/components/onboarding/workspace/time-zone-select";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { ApiError } from "@/lib/api/client";
import { LOCALES, type Locale } from "@/lib/core/locale";
import { slugFromName } from "@/lib/lifecycle/slugs/schema";
import { createTenantInput } from "@/lib/lifecycle/tenants/schema";

export type WorkspaceValues = { name: string; slug: string; locale: Locale; time_zone: string };

type Props = {
  rootHost: string;
  initial: WorkspaceValues;
  /** The values come from an earlier attempt: the browser's time zone does not replace them. */
  isRetry: boolean;
};

/** First step: name, address, language and time zone of a new workspace. */
export function WorkspaceForm({ rootHost, initial, isRetry }: Props) {
  const t = useTranslations("onboarding.workspace");
  const router = useRouter();
  const [isOwnSlug, setIsOwnSlug] = useState(initial.slug !== "");
  const [hasNoRoom, setHasNoRoom] = useState(false);
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema: createTenantInput,
    defaultValues: initial,
    submit: (values) =>
      createWorkspace(values).catch((error: unknown) => {
        setHasNoRoom(error instanceof ApiError && error.code === "limit_reached");
        throw error;
      }),
    onSuccess: () => router.push("/onboarding/provisioning"),
  });
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!isRetry && zone) form.setValue("time_zone", zone);
  }, [form, isRetry]);
  const values = form.watch();
  const setSlug = (slug: string) =>
    form.setValue("slug", slug, { shouldDirty: true, shouldValidate: slug !== "" });
  return (
    <form {...formProps} className="grid gap-5">
      {hasNoRoom ? (
        <Alert tone="warning" role="alert">
          {t("limit")}
        </Alert>
      ) : (
        <FormError failure={failure} />
      )}
      <Field label={t("name")} hint={t("nameHint")} error={errorOf("name")} required>
        <Input
          size="lg"
          autoComplete="organization"
          maxLength={100}
          {...form.register("name", {
            onChange: (event: { target: { value: string } }) => {
              if (!isOwnSlug) form.setValue("slug", slugFromName(event.target.value));
            },
          })}
        />
      </Field>
      <SlugField
        value={values.slug}
        rootHost={rootHost}
        error={errorOf("slug")}
        onChange={(slug) => {
          setIsOwnSlug(slug !== "");
          setSlug(slug);
        }}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t("locale")} hint={t("localeHint")} error={errorOf("locale")}>
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
            value={values.time_zone ?? initial.time_zone}
          />
        </Field>
      </div>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="w-full sm:w-auto">
          {t("create")}
        </Button>
      </div>
    </form>
  );
}
