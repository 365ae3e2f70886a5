"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { FIELDS, hearsEvents } from "@/components/integrations/fields";
import { integrations, saveIntegration } from "@/components/integrations/queries";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { formatDate } from "@/lib/core/format";
import { DEFAULT_LOCALE, isLocale } from "@/lib/core/locale";
import { INTEGRATION_EVENTS, type IntegrationDto } from "@/lib/notifications/integrations/schema";

const EVENT_KEYS = {
  "member.joined": "member_joined",
  "agent.created": "agent_created",
  "agent.archived": "agent_archived",
  "api_key.created": "api_key_created",
} as const;

type Props = {
  id: string;
  integration: IntegrationDto;
  onBusy: (isBusy: boolean) => void;
  onSaved: () => void;
};

/** What one integration needs. A stored secret is never shown: the field stays empty, and filling it replaces it. */
export function IntegrationForm({ id, integration, onBusy, onSaved }: Props) {
  const t = useTranslations("integrations");
  const client = useQueryClient();
  const { kind, config } = integration;
  const [events, setEvents] = useState<readonly string[]>(
    integration.configured ? integration.events : INTEGRATION_EVENTS,
  );
  const [secret, setSecret] = useState("");
  const form = useNativeForm({
    submit: async (values) => {
      onBusy(true);
      const given = FIELDS[kind].map((field) => {
        const value = (values[`config.${field.name}`] ?? "").trim();
        return [field.name, "isNumber" in field && field.isNumber ? Number(value) : value];
      });
      return saveIntegration(kind, {
        config: Object.fromEntries(given),
        ...(secret && { secret }),
        ...(hearsEvents(kind) && { events: INTEGRATION_EVENTS.filter((event) => events.includes(event)) }),
        ...(!integration.configured && { enabled: true }),
      }).finally(() => onBusy(false));
    },
    onSuccess: async () => {
      setSecret("");
      await client.invalidateQueries({ queryKey: integrations.key });
      onSaved();
    },
  });
  return (
    <form {...form.formProps} id={id} className="grid gap-4">
      {FIELDS[kind].map((field) => (
        <Field
          key={field.name}
          label={t(`fields.${field.name}`)}
          hint={field.name === "from" ? t("fromHint") : undefined}
          error={form.errorOf(`config.${field.name}`)}
          required
        >
          <Input
            name={`config.${field.name}`}
            defaultValue={String(config[field.name] ?? "")}
            placeholder={field.example}
            inputMode={"isNumber" in field ? "numeric" : undefined}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        </Field>
      ))}
      <SecretField
        integration={integration}
        value={secret}
        onChange={setSecret}
        error={form.errorOf("secret")}
      />
      {hearsEvents(kind) ? (
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium text-sm">{t("events")}</legend>
          {INTEGRATION_EVENTS.map((event) => (
            <Checkbox
              key={event}
              label={t(`eventNames.${EVENT_KEYS[event]}`)}
              checked={events.includes(event)}
              onChange={(change) =>
                setEvents(
                  change.target.checked ? [...events, event] : events.filter((item) => item !== event),
                )
              }
            />
          ))}
        </fieldset>
      ) : null}
      <FormError failure={form.failure} />
    </form>
  );
}

type SecretProps = {
  integration: IntegrationDto;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

function SecretField({ integration, value, onChange, error }: SecretProps) {
  const t = useTranslations("integrations");
  const locale = useLocale();
  const { kind, credential } = integration;
  const hint = credential
    ? t("secretKept", {
        ending: credential.last_four || "…",
        name: credential.set_by,
        date: formatDate(credential.set_at, isLocale(locale) ? locale : DEFAULT_LOCALE),
      })
    : t("secretHint");
  return (
    <div className="grid gap-2">
      <Field
        label={t(`kinds.${kind}.secret`)}
        hint={hint}
        error={error}
        required={!credential}
        optionalLabel={credential ? t("keepEmpty") : undefined}
      >
        <PasswordInput
          name="secret"
          value={value}
          required={!credential}
          autoComplete="new-password"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {kind === "webhook" ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button size="sm" onClick={() => onChange(newWebhookSecret())}>
            {t("generate")}
          </Button>
          {value ? <CopyButton value={value} label={t("copySecret")} /> : null}
        </div>
      ) : null}
    </div>
  );
}

/** 32 random bytes in the form of Standard Webhooks; made here, so that it can be copied once. */
function newWebhookSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
