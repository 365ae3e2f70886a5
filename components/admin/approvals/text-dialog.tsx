"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type * as z from "zod";
import { Button } from "@/components/ui/actions/button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import { rejectionInput } from "@/lib/back-office/approvals/schema";

const TEXTS = { reject: ["unverified", "duplicate", "purpose"], ask: ["company", "use"] } as const;
type Template = (typeof TEXTS)["reject" | "ask"][number];

type Props = {
  kind: keyof typeof TEXTS;
  name: string;
  templates: readonly Template[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  submit: (text: string) => Promise<void>;
};

/** Asks for words that the applicant will read; a button fills in what is said often. */
export function TextDialog({ kind, name, templates, open, onOpenChange, submit }: Props) {
  const t = useTranslations(`approvals.dialogs.${kind}`);
  const texts = useTranslations("approvals.templates");
  const formId = useId();
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof rejectionInput>,
    z.output<typeof rejectionInput>,
    unknown
  >({
    schema: rejectionInput,
    defaultValues: { reason: "" },
    fieldOf: { body: "reason" },
    submit: ({ reason }) => submit(reason),
    onSuccess: () => {
      form.reset({ reason: "" });
      onOpenChange(false);
    },
  });
  return (
    <Dialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name })}
      description={t("description")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
          <Button
            type="submit"
            form={formId}
            variant={kind === "reject" ? "danger" : "primary"}
            loading={isSubmitting}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
        <div className="flex flex-wrap gap-2">
          {templates.map((template) => (
            <Button
              key={template}
              size="sm"
              onClick={() => form.setValue("reason", texts(`${template}.text`), { shouldDirty: true })}
            >
              {texts(`${template}.label`)}
            </Button>
          ))}
        </div>
        <Field label={t("text")} hint={t("hint")} error={errorOf("reason")} required>
          <Textarea {...form.register("reason")} maxLength={2000} rows={5} />
        </Field>
      </form>
    </Dialog>
  );
}
