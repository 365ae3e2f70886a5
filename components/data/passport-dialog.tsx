"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import * as z from "zod";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
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
  const formId = useId();
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof formSchema>,
    z.output<typeof formSchema>,
    unknown
  >({
    schema: formSchema,
    defaultValues: { passphrase: "", again: "" },
    submit: ({ passphrase }) => api.post("/passports", { body: { passphrase }, schema: passportDto }),
    onSuccess: () => {
      onOpenChange(false);
      form.reset({ passphrase: "", again: "" });
      toast.success(t("started"));
      router.refresh();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
        <Field label={t("passphrase")} hint={t("hint")} error={errorOf("passphrase")} required>
          <PasswordInput {...form.register("passphrase")} autoComplete="new-password" maxLength={128} />
        </Field>
        <Field label={t("again")} error={errorOf("again")} required>
          <PasswordInput {...form.register("again")} autoComplete="new-password" maxLength={128} />
        </Field>
      </form>
    </Dialog>
  );
}
