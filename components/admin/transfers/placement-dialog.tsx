"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import { placementInput } from "@/lib/back-office/cells/schema";

type Props = {
  tenantId: string;
  account: { name: string; placed_in: string | null };
  cells: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

const BY_LOAD = "";

/** Says in which cell an account's next workspaces are set up, with the reason that the audit log keeps. */
export function PlacementDialog({ tenantId, account, cells, open, onOpenChange }: Props) {
  const t = useTranslations("data.placement");
  const router = useRouter();
  const apiForm = useApiForm({
    schema: placementInput,
    defaultValues: { cell: account.placed_in, reason: "" },
    submit: (body) => api.put(`/admin/tenants/${tenantId}/placement`, { body }),
    onSuccess: (_, form) => {
      onOpenChange(false);
      form.resetField("reason", { defaultValue: "" });
      toast.success(t("done", { name: account.name }));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <FormDialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name: account.name })}
      description={t("description")}
      form={apiForm}
      confirmLabel={t("confirm")}
    >
      <Field label={t("cell")} error={errorOf("cell")} required>
        <Select
          {...form.register("cell", { setValueAs: (value) => (value === BY_LOAD ? null : value) })}
          options={[
            { value: BY_LOAD, label: t("byLoad") },
            ...cells.map((cell) => ({ value: cell, label: cell })),
          ]}
        />
      </Field>
      <Field label={t("reason")} hint={t("reasonHint")} error={errorOf("reason")} required>
        <Textarea {...form.register("reason")} maxLength={500} />
      </Field>
    </FormDialog>
  );
}
