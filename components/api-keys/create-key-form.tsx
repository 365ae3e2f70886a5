"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { KeyAddressesField } from "@/components/api-keys/key-addresses-field";
import { KeyRateField } from "@/components/api-keys/key-rate-field";
import { apiKeyList, createApiKey } from "@/components/api-keys/queries";
import { ScopePicker } from "@/components/api-keys/scope-picker";
import type { KeyFormProps } from "@/components/api-keys/show-once-dialog";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import {
  type ApiKeyInput,
  apiKeyInput,
  DEFAULT_EXPIRY_DAYS,
  MAX_EXPIRY_DAYS,
  type NewApiKeyDto,
} from "@/lib/access/api-keys/schema";

const EXPIRY_DAYS = [7, 30, DEFAULT_EXPIRY_DAYS, 180, MAX_EXPIRY_DAYS];
const NEVER = "never";

type Props = KeyFormProps & {
  scopes: readonly string[];
  mayBePermanent: boolean;
  /** Longest life that the security policy allows. */
  maxDays: number | null;
  serviceAccount?: { id: string };
  create?: (body: ApiKeyInput) => Promise<NewApiKeyDto>;
};

/** Name, life and scopes of a new key; its dialog holds the buttons. */
export function CreateKeyForm({
  id,
  scopes,
  mayBePermanent,
  maxDays,
  serviceAccount,
  create = createApiKey,
  onCreated,
  onBusy,
}: Props) {
  const t = useTranslations("apiKeys.form");
  const client = useQueryClient();
  const stepUp = useStepUp();
  const { form, formProps, errorOf, failure } = useApiForm({
    schema: apiKeyInput,
    defaultValues: {
      name: "",
      scopes: [] as string[],
      ip_allowlist: [] as string[],
      rate_per_minute: null as number | null,
      expires_in_days: Math.min(DEFAULT_EXPIRY_DAYS, maxDays ?? DEFAULT_EXPIRY_DAYS),
    },
    submit: async (values) => {
      onBusy(true);
      return stepUp
        .run(() => create({ ...values, ...(serviceAccount && { service_account_id: serviceAccount.id }) }))
        .finally(() => onBusy(false));
    },
    onSuccess: (key) => {
      onCreated(key);
      void client.invalidateQueries({ queryKey: apiKeyList.key });
    },
  });
  const chosen = form.watch("scopes");
  const days = form.watch("expires_in_days");
  return (
    <>
      <form id={id} {...formProps} className="grid gap-5">
        <FormError failure={failure} />
        <Field label={t("name")} hint={t("nameHint")} error={errorOf("name")}>
          <Input {...form.register("name")} autoComplete="off" maxLength={100} />
        </Field>
        <Field label={t("expires")} error={errorOf("expires_in_days")}>
          <Select
            value={days === null ? NEVER : String(days)}
            onChange={(event) =>
              form.setValue(
                "expires_in_days",
                event.target.value === NEVER ? null : Number(event.target.value),
              )
            }
            options={[
              ...lives(maxDays).map((count) => ({ value: String(count), label: t("days", { count }) })),
              ...(mayBePermanent && maxDays === null ? [{ value: NEVER, label: t("never") }] : []),
            ]}
          />
        </Field>
        <KeyAddressesField
          initial={[]}
          onChange={(next) => form.setValue("ip_allowlist", next)}
          errorOf={(row) => errorOf(row === null ? "ip_allowlist" : `ip_allowlist.${row}`)}
        />
        <KeyRateField
          initial={null}
          onChange={(rate) => form.setValue("rate_per_minute", rate)}
          error={errorOf("rate_per_minute")}
        />
        <ScopePicker
          available={scopes}
          value={chosen}
          onChange={(next) => form.setValue("scopes", next, { shouldValidate: form.formState.isSubmitted })}
          error={errorOf("scopes") ? t("scopesRequired") : undefined}
        />
      </form>
      {stepUp.dialog}
    </>
  );
}

/** The lives on offer: those that the policy allows, and its own limit. */
function lives(maxDays: number | null): number[] {
  if (maxDays === null) return EXPIRY_DAYS;
  return [...new Set([...EXPIRY_DAYS.filter((days) => days <= maxDays), maxDays])].sort((a, b) => a - b);
}
