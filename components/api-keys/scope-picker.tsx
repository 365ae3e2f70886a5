"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/actions/button";
import { Checkbox } from "@/components/ui/forms/checkbox";

type Props = {
  /** What the person may give: their own permissions. */
  available: readonly string[];
  value: readonly string[];
  onChange: (scopes: string[]) => void;
  error?: string | undefined;
};

/** Scopes by resource, named as the API names them, with the two usual choices as buttons. */
export function ScopePicker({ available, value, onChange, error }: Props) {
  const t = useTranslations("apiKeys.form");
  const id = useId();
  const groups = Map.groupBy(available, (scope) => scope.split(":")[0] ?? scope);
  const toggle = (scope: string, isChosen: boolean) =>
    onChange(isChosen ? [...value, scope] : value.filter((chosen) => chosen !== scope));
  return (
    <fieldset
      className="grid min-w-0 gap-3"
      aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
      aria-invalid={error ? true : undefined}
    >
      <legend className="mb-1.5 font-medium text-sm">{t("scopes")}</legend>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onChange(available.filter((scope) => scope.endsWith(":read")))}>
          {t("readOnly")}
        </Button>
        <Button size="sm" onClick={() => onChange([...available])}>
          {t("all")}
        </Button>
        <Button size="sm" variant="ghost" onClick={() => onChange([])}>
          {t("clear")}
        </Button>
      </div>
      <div className="grid gap-x-6 gap-y-3 rounded-lg border p-3 sm:grid-cols-2">
        {[...groups].map(([resource, scopes]) => (
          <div key={resource} className="grid content-start gap-1.5">
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                label={<code className="font-mono text-xs">{scope}</code>}
                checked={value.includes(scope)}
                onChange={(event) => toggle(scope, event.target.checked)}
              />
            ))}
          </div>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className="text-danger-text text-sm">
          {error}
        </p>
      ) : null}
      <p id={`${id}-hint`} className="text-fg-subtle text-sm">
        {t("scopesHint")}
      </p>
    </fieldset>
  );
}
