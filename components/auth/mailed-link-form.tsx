"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { SubmitButton } from "@/components/auth/submit-button";
import { useMailedLink } from "@/components/auth/use-mailed-link";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { Spinner } from "@/components/ui/feedback/spinner";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { ApiError, api } from "@/lib/api/client";

type Way = { label: string; href: string };
type Notice = { text: string; way?: Way };

type Props = {
  /** Takes the token, and answers with `redirect_to` or nothing. */
  path: string;
  submit: string;
  noLink: string;
  /** Said when it worked, where the answer sends nobody on. */
  done?: Notice;
  /** Said to whoever has to be signed in for it. */
  signedOut?: Notice;
  /** The way on for whoever's link is missing or was refused; without it they may try again. */
  instead?: Way;
};

/** One button for what a mail's link is about, so that opening the page alone changes nothing. */
export function MailedLinkForm({ path, submit, noLink, done, signedOut, instead }: Props) {
  const t = useTranslations("auth.mailedLink");
  const { token } = useMailedLink();
  const [isDone, setIsDone] = useState(false);
  const form = useNativeForm({
    submit: () => api.post<{ redirect_to?: string } | undefined>(path, { body: { token } }),
    onSuccess: (answer) => (answer?.redirect_to ? goTo(answer.redirect_to) : setIsDone(true)),
  });
  const { failure } = form;
  const isSignedOut = failure?.error instanceof ApiError && failure.error.status === 401;
  if (isDone && done) {
    return (
      <Block way={done.way}>
        <Alert tone="success" role="status">
          {done.text}
        </Alert>
      </Block>
    );
  }
  if (isSignedOut && signedOut) {
    return (
      <Block way={signedOut.way}>
        <Alert tone="warning" role="alert">
          {signedOut.text}
        </Alert>
      </Block>
    );
  }
  if (token === undefined) {
    return (
      <div className="grid place-items-center py-2 text-fg-muted">
        <Spinner label={t("reading")} />
      </div>
    );
  }
  if (!token) {
    return (
      <Block way={instead}>
        <Alert tone="warning">{noLink}</Alert>
      </Block>
    );
  }
  if (failure && instead) {
    return (
      <Block way={instead}>
        <FormError failure={failure} />
      </Block>
    );
  }
  return (
    <form {...form.formProps} className="grid gap-4">
      <FormError failure={failure} />
      <SubmitButton loading={form.isSubmitting}>{submit}</SubmitButton>
    </form>
  );
}

function Block({ way, children }: { way: Way | undefined; children: React.ReactNode }) {
  return (
    <div className="grid gap-4">
      {children}
      {way ? (
        <ButtonLink href={way.href} variant="primary" size="lg" block>
          {way.label}
        </ButtonLink>
      ) : null}
    </div>
  );
}
