"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type * as z from "zod";
import { reactivateTenant, suspendTenant } from "@/components/admin/queries";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import { suspensionInput } from "@/lib/back-office/tenants/schema";

type Props = {
  kind: "suspend" | "reactivate";
  tenant: { id: string; name: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

const SEND = { suspend: suspendTenant, reactivate: reactivateTenant };

/** Asks for the reason, says what happens, and closes or opens the workspace. */
export function SuspensionDialog({ kind, tenant, open, onOpenChange }: Props) {
  const t = useTranslations(`admin.${kind}`);
  const router = useRouter();
  const formId = useId();
  const { name } = tenant;
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof suspensionInput>,
    z.output<typeof suspensionInput>,
    unknown
  >({
    schema: suspensionInput,
    defaultValues: { reason: "" },
    submit: (values) => SEND[kind](tenant.id, values),
    onSuccess: () => {
      onOpenChange(false);
      form.reset({ reason: "" });
      toast.success(t("done", { name }));
      router.refresh();
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
            variant={kind === "suspend" ? "danger" : "primary"}
            loading={isSubmitting}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
        <Field label={t("reason")} hint={t("reasonHint")} error={errorOf("reason")} required>
          <Textarea {...form.register("reason")} maxLength={1000} />
        </Field>
      </form>
    </Dialog>
  );
}
