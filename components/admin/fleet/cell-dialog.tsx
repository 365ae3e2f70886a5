"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { updateCell } from "@/components/admin/fleet/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Switch } from "@/components/ui/forms/switch";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { type CellDto, cellInput } from "@/lib/back-office/cells/schema";
import { isPlanKey, PLAN_KEYS, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";

type Props = { cell: CellDto; open: boolean; onOpenChange: (open: boolean) => void };

/** Says which new workspaces a cell takes, with the reason that the audit log keeps. */
export function CellDialog({ cell, open, onOpenChange }: Props) {
  const t = useTranslations("fleet");
  const router = useRouter();
  const apiForm = useApiForm({
    schema: cellInput,
    defaultValues: {
      accepts_new: cell.accepts_new,
      dedicated: cell.dedicated,
      plans: cell.plans.filter(isPlanKey),
      max_tenants: cell.max_tenants,
      reason: "",
    },
    submit: (values) => updateCell(cell.name, values),
    onSuccess: (_, form) => {
      onOpenChange(false);
      form.resetField("reason", { defaultValue: "" });
      toast.success(t("edit.done", { name: cell.name }));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <FormDialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("edit.title", { name: cell.name })}
      description={t("edit.description")}
      form={apiForm}
      confirmLabel={t("edit.save")}
    >
      <Field label={t("edit.accepts")} hint={t("edit.acceptsHint")} layout="row">
        <Controller
          control={form.control}
          name="accepts_new"
          render={({ field }) => <Switch checked={field.value ?? true} onCheckedChange={field.onChange} />}
        />
      </Field>
      <Field label={t("edit.dedicated")} hint={t("edit.dedicatedHint")} layout="row">
        <Controller
          control={form.control}
          name="dedicated"
          render={({ field }) => <Switch checked={field.value ?? false} onCheckedChange={field.onChange} />}
        />
      </Field>
      <Controller
        control={form.control}
        name="plans"
        render={({ field }) => <PlanBoxes chosen={field.value ?? []} onChange={field.onChange} />}
      />
      <Field label={t("edit.max")} error={errorOf("max_tenants")}>
        <Input
          {...form.register("max_tenants", { valueAsNumber: true })}
          type="number"
          min={0}
          className="max-w-40"
        />
      </Field>
      <Field label={t("edit.reason")} hint={t("edit.reasonHint")} error={errorOf("reason")} required>
        <Textarea {...form.register("reason")} maxLength={500} />
      </Field>
    </FormDialog>
  );
}

type PlanBoxesProps = { chosen: readonly PlanKey[]; onChange: (plans: PlanKey[]) => void };

/** Plans whose accounts come here first. */
function PlanBoxes({ chosen, onChange }: PlanBoxesProps) {
  const t = useTranslations("fleet.edit");
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">{t("plans")}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {PLAN_KEYS.map((plan) => (
          <Checkbox
            key={plan}
            label={PLANS[plan].name}
            checked={chosen.includes(plan)}
            onChange={({ target }) =>
              onChange(PLAN_KEYS.filter((key) => (key === plan ? target.checked : chosen.includes(key))))
            }
          />
        ))}
      </div>
      <p className="text-fg-subtle text-sm">{t("plansHint")}</p>
    </fieldset>
  );
}
