"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import { passportDto, startPassportInput } from "@/lib/lifecycle/passport/exports/schema";

const formSchema = startPassportInput
  .extend({ again: z.string() })
  .refine((values) => values.passphrase === values.again, {
    path: ["again"],
    message: "passphrases_differ",
  });

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Asks for the passphrase, which nobody can recover, and starts the export. */
export function PassportDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("data.passports.dialog");
  const router = useRouter();
  const stepUp = useStepUp();
  const apiForm = useApiForm({
    schema: formSchema,
    defaultValues: { passphrase: "", again: "" },
    submit: ({ passphrase }) =>
      stepUp.run(() => api.post("/passports", { body: { passphrase }, schema: passportDto })),
    onSuccess: (_, form) => {
      onOpenChange(false);
      form.reset({ passphrase: "", again: "" });
      toast.success(t("started"));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <>
      <FormDialog
        open={open}
        onOpenChange={onOpenChange}
        title={t("title")}
        description={t("description")}
        form={apiForm}
        confirmLabel={t("confirm")}
      >
        <Field label={t("passphrase")} hint={t("hint")} error={errorOf("passphrase")} required>
          <PasswordInput {...form.register("passphrase")} autoComplete="new-password" maxLength={128} />
        </Field>
        <Field label={t("again")} error={errorOf("again")} required>
          <PasswordInput {...form.register("again")} autoComplete="new-password" maxLength={128} />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
