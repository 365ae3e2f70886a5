"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { slugQuery } from "@/components/onboarding/queries";
import { Button } from "@/components/ui/actions/button";
import { useErrorText } from "@/components/ui/forms/error-text";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";

const CHECK_AFTER_MS = 300;

type Props = {
  value: string;
  onChange: (slug: string) => void;
  /** Host under which workspaces live, as in `atrium.example`. */
  rootHost: string;
  /** What the form or the server says; the live check speaks otherwise. */
  error: string | undefined;
};

/** The workspace's address with a live answer whether it is free, and a free one to take instead. */
export function SlugField({ value, onChange, rootHost, error }: Props) {
  const t = useTranslations("onboarding.workspace");
  const errorText = useErrorText();
  const settled = useSettled(value);
  const check = useQuery({ ...slugQuery(settled), enabled: settled !== "" });
  const answer = check.data?.slug === value ? check.data : undefined;
  const refusal = error ?? (answer?.reason ? errorText.ofKey(answer.reason) : undefined);
  const isWaiting = value !== "" && !answer && !check.isError;
  return (
    <div className="grid gap-1.5">
      <Field label={t("slug")} hint={t("slugHint")} error={refusal} required>
        <Input
          name="slug"
          size="lg"
          value={value}
          onChange={(event) => onChange(event.target.value.toLowerCase())}
          suffix={<span className="max-w-40 truncate sm:max-w-none">.{rootHost}</span>}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={63}
        />
      </Field>
      <p role="status" className="min-h-5 text-sm">
        {answer?.available && !error ? (
          <span className="text-success-text">{t("slugFree", { address: `${value}.${rootHost}` })}</span>
        ) : null}
        {isWaiting ? <span className="text-fg-subtle">{t("slugChecking")}</span> : null}
        {answer?.suggestion ? <Suggestion slug={answer.suggestion} onTake={onChange} /> : null}
      </p>
    </div>
  );
}

function Suggestion({ slug, onTake }: { slug: string; onTake: (slug: string) => void }) {
  const t = useTranslations("onboarding.workspace");
  return (
    <Button variant="link" size="inline" onClick={() => onTake(slug)}>
      {t("slugUse", { slug })}
    </Button>
  );
}

/** The value once typing has paused. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
