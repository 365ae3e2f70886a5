"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { goTo, withParams } from "@/components/auth/go-to";
import { isLocked, LockedNotice } from "@/components/auth/lock-out/locked-notice";
import { PasswordStep } from "@/components/auth/sign-in/password-step";
import { SubmitButton } from "@/components/auth/submit-button";
import { Button } from "@/components/ui/actions/button";
import { PlainButtonLink } from "@/components/ui/actions/plain-button-link";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";
import type { SignInOffer } from "@/lib/auth/schema";

type Props = {
  to: string | undefined;
  next: string | undefined;
  email: string | undefined;
  /** What `email` is offered, when it came with the page: the first step is done then. */
  initialOffer: SignInOffer | null;
};
type Answer = {
  status: "signed_in" | "totp_required" | "totp_enrolment_required";
  redirect_to: string | null;
};

/** The address first, then what it is offered. One form in both steps, so that password managers know it. */
export function SignInForm({ to, next, email, initialOffer }: Props) {
  const t = useTranslations("auth");
  const [offer, setOffer] = useState(initialOffer);
  const [filled, setFilled] = useState("");
  const [tried, setTried] = useState("");
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const isFirstRender = useRef(true);
  useEffect(() => {
    if (isFirstRender.current) isFirstRender.current = false;
    else (offer ? passwordRef : emailRef).current?.focus();
  }, [offer]);
  const form = useNativeForm<() => Promise<void> | void>({
    submit: async ({ email: address, password = "" }) => {
      if (!offer) {
        const found = await api.post<SignInOffer>("/api/auth-flows/sign-in/discover", {
          body: { email: address, to },
        });
        return () => (isOnlySso(found) ? goTo(found.sso.url) : show(found, password));
      }
      setTried(address ?? "");
      const answer = await api.post<Answer>("/api/auth-flows/sign-in", {
        body: { email: address, password, to, next },
      });
      return () => goTo(placeAfter(answer, { to, next }));
    },
    onSuccess: (proceed) => proceed(),
  });
  const show = (found: SignInOffer | null, password = "") => {
    setFilled(password);
    setOffer(found);
    form.clear();
  };
  const hasPassword = offer?.methods.includes("password") ?? false;
  return (
    <form {...form.formProps} className="grid gap-4">
      <Field
        label={t("fields.email")}
        error={form.errorOf("email")}
        action={
          offer ? (
            <Button variant="link" size="inline" onClick={() => show(null)}>
              {t("signIn.otherAddress")}
            </Button>
          ) : undefined
        }
        required
      >
        <Input
          ref={emailRef}
          name="email"
          type="email"
          size="lg"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={email}
          readOnly={offer !== null}
          required
        />
      </Field>
      {offer?.sso ? (
        <PlainButtonLink href={offer.sso.url} size="lg" block>
          {t("signIn.sso", { name: offer.sso.name })}
        </PlainButtonLink>
      ) : null}
      {hasPassword ? (
        <PasswordStep inputRef={passwordRef} filled={filled} error={form.errorOf("password")} />
      ) : null}
      {offer ? null : <ManagersPassword />}
      {isLocked(form.failure?.error) ? (
        <LockedNotice error={form.failure.error} email={tried} />
      ) : (
        <FormError failure={form.failure && { message: form.failure.message }} />
      )}
      {offer && !hasPassword ? null : (
        <SubmitButton loading={form.isSubmitting}>
          {t(offer ? "signIn.submit" : "signIn.continue")}
        </SubmitButton>
      )}
    </form>
  );
}

/** A password manager fills name and password at once: what it fills here waits for the second step. */
function ManagersPassword() {
  return (
    <input
      type="password"
      name="password"
      autoComplete="current-password"
      aria-hidden="true"
      tabIndex={-1}
      className="sr-only"
    />
  );
}

function isOnlySso(offer: SignInOffer): offer is SignInOffer & { sso: { url: string } } {
  return offer.sso !== null && !offer.methods.includes("password");
}

function placeAfter(answer: Answer, then: { to: string | undefined; next: string | undefined }): string {
  if (answer.status === "totp_required") return withParams("/sign-in/code", then);
  if (answer.status === "totp_enrolment_required") return withParams("/sign-in/authenticator", then);
  return answer.redirect_to ?? "/";
}
