"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { KeyAddressesField } from "@/components/api-keys/key-addresses-field";
import { KeyRateField } from "@/components/api-keys/key-rate-field";
import { type KeyPower, PowerFields, powerBody } from "@/components/api-keys/power/power-fields";
import { apiKeyList, createApiKey } from "@/components/api-keys/queries";
import type { KeyFormProps } from "@/components/api-keys/show-once-dialog";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import type { RoleChoice } from "@/components/members/use-role-name";
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
  /** Roles that the key may be bound to in place of scopes; none where it names scopes only. */
  roles?: readonly RoleChoice[];
  mayBePermanent: boolean;
  /** Longest life that the security policy allows. */
  maxDays: number | null;
  serviceAccount?: { id: string };
  create?: (body: ApiKeyInput) => Promise<NewApiKeyDto>;
};

/** Name, life and scopes or roles of a new key; its dialog holds the buttons. */
export function CreateKeyForm({
  id,
  scopes,
  roles = [],
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
  const [power, setPower] = useState<KeyPower>({ by: "scopes", scopes: [], roles: [] });
  const { form, formProps, errorOf, failure } = useApiForm({
    schema: apiKeyInput,
    defaultValues: {
      name: "",
      scopes: [] as string[],
      roles: [] as { role: string; expires_at: string | null }[],
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
        <PowerFields
          scopes={scopes}
          roles={roles}
          value={power}
          onChange={(next) => {
            setPower(next);
            const body = powerBody(next);
            form.setValue("roles", body.roles);
            form.setValue("scopes", body.scopes, { shouldValidate: form.formState.isSubmitted });
          }}
          error={errorOf("scopes") ? t("scopesRequired") : undefined}
          errorOf={(path) => errorOf(path as "roles")}
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
