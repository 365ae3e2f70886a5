"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { InviteResultList } from "@/components/onboarding/invite/invite-result-list";
import { parseEmails } from "@/components/onboarding/invite/parse-emails";
import { inviteTeam } from "@/components/onboarding/queries";
import { StepButtons, useGoTo } from "@/components/onboarding/step-buttons";
import { Button } from "@/components/ui/actions/button";
import { useErrorText } from "@/components/ui/forms/error-text";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Select } from "@/components/ui/forms/select";
import { Textarea } from "@/components/ui/forms/textarea";
import { MAX_INVITATIONS } from "@/lib/access/invitations/schema";
import { ApiError } from "@/lib/api/client";

const ROLES = ["tenant_admin", "agent_manager", "developer", "viewer"] as const;

/** Invites many people at once; each line gets its own verdict, before and after sending. */
export function InviteForm() {
  const t = useTranslations("onboarding");
  const errorText = useErrorText();
  const [text, setText] = useState("");
  const [role, setRole] = useState<string>("developer");
  const [refusal, setRefusal] = useState<string>();
  const next = useGoTo("agent");
  const stepUp = useStepUp();
  const invite = useMutation({
    mutationFn: (emails: string[]) => stepUp.run(() => inviteTeam(emails, role)),
  });
  const { valid, invalid } = parseEmails(text);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = valid.length > MAX_INVITATIONS ? t("invite.tooMany", { count: valid.length }) : undefined;
    const empty = valid.length === 0 && invalid.length === 0 ? t("invite.none") : undefined;
    setRefusal(problem ?? empty);
    if (!problem && !empty && invalid.length === 0 && !invite.isPending) invite.mutate(valid);
  };

  if (invite.isSuccess) {
    return (
      <>
        <InviteResultList results={invite.data.data} />
        <StepButtons back="/onboarding/workspace">
          <Button
            size="lg"
            onClick={() => {
              setText("");
              invite.reset();
            }}
          >
            {t("invite.more")}
          </Button>
          <Button variant="primary" size="lg" loading={next.isPending} onClick={() => next.mutate()}>
            {t("continue")}
          </Button>
        </StepButtons>
      </>
    );
  }
  return (
    <>
      <form onSubmit={submit} noValidate>
        <div className="grid gap-5">
          <FormError failure={invite.error ? failureOf(invite.error, errorText.ofRequest) : undefined} />
          <Field
            label={t("invite.emails")}
            hint={t("invite.emailsHint")}
            error={refusal ?? (invalid.length > 0 ? <InvalidLines lines={invalid} /> : undefined)}
          >
            <Textarea
              name="emails"
              rows={5}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setRefusal(undefined);
              }}
              placeholder={"anna@example.com\nbert@example.com"}
              spellCheck={false}
              autoCapitalize="none"
            />
          </Field>
          <Field label={t("invite.role")}>
            <Select
              size="lg"
              name="role"
              value={role}
              onChange={(event) => setRole(event.target.value)}
              options={ROLES.map((key) => ({ value: key, label: t(`invite.roles.${key}`) }))}
            />
          </Field>
        </div>
        <StepButtons back="/onboarding/workspace" skipTo="agent">
          <Button type="submit" variant="primary" size="lg" loading={invite.isPending}>
            {t("invite.send", { count: valid.length })}
          </Button>
        </StepButtons>
      </form>
      {stepUp.dialog}
    </>
  );
}

function InvalidLines({ lines }: { lines: readonly string[] }) {
  const t = useTranslations("onboarding.invite");
  return (
    <>
      {t("invalid", { count: lines.length })}
      {lines.slice(0, 10).map((line) => (
        <span key={line} className="block break-all font-mono">
          {line.slice(0, 100)}
        </span>
      ))}
    </>
  );
}

function failureOf(error: unknown, textOf: (error: unknown) => string) {
  return { message: textOf(error), requestId: error instanceof ApiError ? error.requestId : undefined };
}
