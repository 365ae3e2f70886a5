"use client";
import { useTranslations } from "next-intl";
import { type ComponentProps, useId } from "react";
import { Button } from "@/components/ui/actions/button";
import type { Failure } from "@/components/ui/forms/failure-of";
import { FormError } from "@/components/ui/forms/form-error";
import { Dialog, type DialogProps } from "@/components/ui/overlays/dialog";

type Props = Omit<DialogProps, "footer"> & {
  /** What `useApiForm` or `useNativeForm` returned. */
  form: {
    formProps: ComponentProps<"form">;
    failure: Failure | undefined;
    isSubmitting: boolean;
  };
  /** The verb of what the form does: "Suspend workspace". */
  confirmLabel: string;
  tone?: "primary" | "danger";
  /** While something that the form needs is not there yet. */
  disabled?: boolean;
};

/** A form in a dialog: its fields are the children; whatever the server refused stands below them. */
export function FormDialog({ form, confirmLabel, tone = "primary", disabled, children, ...dialog }: Props) {
  const t = useTranslations("ui.confirm");
  const formId = useId();
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <Button onClick={() => dialog.onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" form={formId} variant={tone} loading={form.isSubmitting} disabled={disabled}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} {...form.formProps} className="grid gap-4 empty:hidden">
        {children}
        <FormError failure={form.failure} />
      </form>
    </Dialog>
  );
}
