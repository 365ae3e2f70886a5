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
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
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
  const formId = useId();
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof placementInput>,
    z.output<typeof placementInput>,
    unknown
  >({
    schema: placementInput,
    defaultValues: { cell: account.placed_in, reason: "" },
    submit: (body) => api.put(`/admin/tenants/${tenantId}/placement`, { body }),
    onSuccess: () => {
      onOpenChange(false);
      form.resetField("reason", { defaultValue: "" });
      toast.success(t("done", { name: account.name }));
      router.refresh();
    },
  });
  return (
    <Dialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name: account.name })}
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
      </form>
    </Dialog>
  );
}
