"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { reactivateTenant, suspendTenant } from "@/components/admin/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
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
  const { name } = tenant;
  const apiForm = useApiForm({
    schema: suspensionInput,
    defaultValues: { reason: "" },
    submit: (values) => SEND[kind](tenant.id, values),
    onSuccess: (_, form) => {
      onOpenChange(false);
      form.reset({ reason: "" });
      toast.success(t("done", { name }));
      router.refresh();
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
      tone={kind === "suspend" ? "danger" : "primary"}
    >
      <Field label={t("reason")} hint={t("reasonHint")} error={errorOf("reason")} required>
        <Textarea {...form.register("reason")} maxLength={1000} />
      </Field>
    </FormDialog>
  );
}
