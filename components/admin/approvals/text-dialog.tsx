"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";
import { Field } from "@/components/ui/forms/field";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
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
  const apiForm = useApiForm({
    schema: rejectionInput,
    defaultValues: { reason: "" },
    fieldOf: { body: "reason" },
    submit: ({ reason }) => submit(reason),
    onSuccess: (_, form) => {
      form.reset({ reason: "" });
      onOpenChange(false);
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <FormDialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name })}
      description={t("description")}
      form={apiForm}
      confirmLabel={t("confirm")}
      tone={kind === "reject" ? "danger" : "primary"}
    >
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
    </FormDialog>
  );
}
