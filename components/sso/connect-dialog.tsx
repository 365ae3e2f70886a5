"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { createConnectionInput, type SsoConnectionDto } from "@/lib/access/single-sign-on/schema";
import { api } from "@/lib/api/client";
import { SSO_KINDS, SSO_PRESETS } from "@/lib/auth/sso/schema";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** First step: which provider, and which language it speaks. */
export function ConnectDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("sso");
  const router = useRouter();
  const apiForm = useApiForm({
    schema: createConnectionInput,
    defaultValues: { preset: "entra", kind: "oidc", name: "" },
    submit: (body) => api.post<SsoConnectionDto>("/sso-connections", { body }),
    onSuccess: ({ id }) => router.push(`/settings/single-sign-on/${id}`),
  });
  const { form, errorOf } = apiForm;
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("connect.title")}
      description={t("connect.description")}
      form={apiForm}
      confirmLabel={t("connect.submit")}
    >
      <Field label={t("connect.preset")} error={errorOf("preset")} required>
        <Select
          {...form.register("preset")}
          options={SSO_PRESETS.map((value) => ({ value, label: t(`presets.${value}`) }))}
        />
      </Field>
      <Field label={t("connect.kind")} hint={t("connect.kindHint")} error={errorOf("kind")} required>
        <Select
          {...form.register("kind")}
          options={SSO_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </Field>
      <Field label={t("connect.name")} hint={t("connect.nameHint")} error={errorOf("name")} required>
        <Input {...form.register("name")} autoComplete="off" />
      </Field>
    </FormDialog>
  );
}
