"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type * as z from "zod";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
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
  const formId = useId();
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof moveInput>,
    z.output<typeof moveInput>,
    unknown
  >({
    schema: moveInput,
    defaultValues: { cell: cells[0] ?? "" },
    submit: (body) => api.post(`/admin/tenants/${tenant.id}/moves`, { body }),
    onSuccess: () => {
      onOpenChange(false);
      toast.success(t("started"));
      router.refresh();
    },
  });
  return (
    <Dialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("moveTitle", { name: tenant.name })}
      description={t("moveDescription")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            {t("moveConfirm")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
        <Field label={t("cell")} error={errorOf("cell")} required>
          <Select {...form.register("cell")} options={cells.map((cell) => ({ value: cell, label: cell }))} />
        </Field>
      </form>
    </Dialog>
  );
}
