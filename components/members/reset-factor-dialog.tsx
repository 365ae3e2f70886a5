"use client";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Textarea } from "@/components/ui/forms/textarea";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";

type Props = {
  person: { id: string; name: string };
  /** Collection that the person is reset in: of the workspace, or of the back-office. */
  base: "/users" | "/admin/people";
  onClose: () => void;
  onDone: () => void;
};

/** Resets somebody's two-step sign-in, for a reason. */
export function ResetFactorDialog({ person, base, onClose, onDone }: Props) {
  const t = useTranslations("ui.factorReset");
  const stepUp = useStepUp();
  const form = useNativeForm({
    submit: (values) =>
      stepUp.run(() => api.post(`${base}/${person.id}/factor-reset`, { body: { reason: values.reason } })),
    onSuccess: () => {
      toast.success(t("done", { name: person.name }));
      onDone();
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        kind="alert"
        width="sm"
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("title", { name: person.name })}
        description={t("description")}
        form={form}
        confirmLabel={t("confirm")}
        tone="danger"
      >
        <Field label={t("reason")} hint={t("reasonHint")} error={form.errorOf("reason")} required>
          <Textarea name="reason" minLength={5} maxLength={1000} required />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
