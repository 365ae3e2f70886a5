"use client";
import { useQuery } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { askPasskey } from "@/components/auth/passkeys/ask-passkey";
import { usePasskeyFailure } from "@/components/auth/passkeys/use-passkey-failure";
import { SignInAgain } from "@/components/auth/step-up/sign-in-again";
import { Button } from "@/components/ui/actions/button";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/auth/schema";

type Props = { open: boolean; onDone: () => void; onCancel: () => void };

/**
 * Asks who is there: a passkey alone, or the password and the code of the authenticator app where there is one. Who has
 * none of these is asked by the provider that signed them in.
 */
export function StepUpDialog({ open, onDone, onCancel }: Props) {
  const t = useTranslations("ui.stepUp");
  const me = useQuery({ queryKey: ["me"], queryFn: () => api.get<Me>("/me"), enabled: open });
  const form = useNativeForm({
    submit: (values) =>
      api.post("/me/step-up", { body: { password: values.password || null, code: values.code || null } }),
    onSuccess: onDone,
  });
  // With passkeys as the only second factor, a password alone would be refused.
  const onlyPasskey = me.data !== undefined && me.data.passkeys > 0 && !me.data.totp_enabled;
  const hasNothing = me.data !== undefined && !me.data.has_password && !me.data.mfa_enabled;
  return (
    <FormDialog
      kind="alert"
      width="sm"
      open={open}
      onOpenChange={(isOpen) => !isOpen && onCancel()}
      title={t("title")}
      description={t("description")}
      form={form}
      confirmLabel={t("confirm")}
      disabled={!me.data || onlyPasskey || hasNothing}
    >
      {me.data ? (
        <>
          {hasNothing ? <SignInAgain /> : null}
          {me.data.passkeys > 0 ? <PasskeyProof onDone={onDone} /> : null}
          {me.data.has_password && !onlyPasskey ? (
            <Field label={t("password")} error={form.errorOf("password")} required>
              <PasswordInput name="password" autoComplete="current-password" required />
            </Field>
          ) : null}
          {me.data.totp_enabled ? (
            <Field label={t("code")} error={form.errorOf("code")} required>
              <Input name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={7} />
            </Field>
          ) : null}
        </>
      ) : (
        <Skeleton className="h-9" />
      )}
    </FormDialog>
  );
}

function PasskeyProof({ onDone }: { onDone: () => void }) {
  const t = useTranslations("ui.stepUp");
  const failureOf = usePasskeyFailure();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<{ message: string }>();
  const press = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      const passkey = await askPasskey("/me/step-up/passkey");
      await api.post("/me/step-up", { body: { passkey } });
      onDone();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className="grid gap-2">
      <Button block loading={isBusy} onClick={() => void press()}>
        <Fingerprint aria-hidden="true" className="size-4" />
        {t("passkey")}
      </Button>
      <FormError failure={failure} />
    </div>
  );
}
