"use client";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { useErrorText } from "@/components/ui/forms/error-text";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import type { CatalogueEntry } from "@/lib/agents/schema";
import { ApiError } from "@/lib/api/client";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { addFirstAgent } from "./queries";
import { StepButtons, useGoTo } from "./step-buttons";

/** A small gallery: the first agents of the catalogue, those of larger plans locked. */
export function AgentForm({ catalogue }: { catalogue: readonly CatalogueEntry[] }) {
  const t = useTranslations("onboarding");
  const locale = useLocale();
  const errorText = useErrorText();
  const first = catalogue.find((entry) => entry.available);
  const [key, setKey] = useState(first?.key ?? "");
  const [name, setName] = useState(first?.name ?? "");
  const next = useGoTo("plan");
  const add = useMutation({ mutationFn: addFirstAgent, onSuccess: () => next.mutate() });

  const choose = (chosen: string) => {
    const before = catalogue.find((entry) => entry.key === key);
    const entry = catalogue.find((candidate) => candidate.key === chosen);
    setKey(chosen);
    if (entry && (name === "" || name === before?.name)) setName(entry.name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!add.isPending && !next.isPending) add.mutate({ catalogue_key: key, name });
  };
  const fieldErrors = add.error instanceof ApiError ? add.error.errors : [];
  const nameError = fieldErrors.find((error) => error.path === "name");
  const failure =
    add.error && !nameError
      ? {
          message: errorText.ofRequest(add.error),
          requestId: add.error instanceof ApiError ? add.error.requestId : undefined,
        }
      : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <div className="grid gap-5">
        <FormError failure={failure} />
        <RadioGroup
          legend={t("agent.legend")}
          hideLegend
          variant="cards"
          value={key}
          onValueChange={choose}
          options={catalogue.map((entry) => ({
            value: entry.key,
            label: <span className="font-medium">{entry.name}</span>,
            description: entry.description[locale],
            disabled: !entry.available,
            trailing: entry.available ? undefined : <LockBadge plan={entry.required_plan} />,
          }))}
        />
        <Field label={t("agent.name")} error={nameError ? errorText.ofField(nameError) : undefined} required>
          <Input
            size="lg"
            name="name"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </div>
      <StepButtons back="/onboarding/invite" skipTo="plan">
        <Button type="submit" variant="primary" size="lg" loading={add.isPending || next.isPending}>
          {t("agent.add")}
        </Button>
      </StepButtons>
    </form>
  );
}

function LockBadge({ plan }: { plan: string | null }) {
  return <PlanBadge plan={plan && isPlanKey(plan) ? PLANS[plan].name : ""} locked />;
}
