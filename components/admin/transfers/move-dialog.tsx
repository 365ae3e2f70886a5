"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import { moveInput } from "@/lib/back-office/transfers/schema";

type Props = {
  tenant: { id: string; name: string };
  /** Cells it can go to. */
  cells: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Asks for the cell and starts the move. */
export function MoveDialog({ tenant, cells, open, onOpenChange }: Props) {
  const t = useTranslations("data.transfer");
  const router = useRouter();
  const apiForm = useApiForm({
    schema: moveInput,
    defaultValues: { cell: cells[0] ?? "" },
    submit: (body) => api.post(`/admin/tenants/${tenant.id}/moves`, { body }),
    onSuccess: () => {
      onOpenChange(false);
      toast.success(t("started"));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <FormDialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("moveTitle", { name: tenant.name })}
      description={t("moveDescription")}
      form={apiForm}
      confirmLabel={t("moveConfirm")}
    >
      <Field label={t("cell")} error={errorOf("cell")} required>
        <Select {...form.register("cell")} options={cells.map((cell) => ({ value: cell, label: cell }))} />
      </Field>
    </FormDialog>
  );
}
