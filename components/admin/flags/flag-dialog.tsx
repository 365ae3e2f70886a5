"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { updateFeatureFlag } from "@/components/admin/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Switch } from "@/components/ui/forms/switch";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { type FeatureFlagDto, featureFlagInput } from "@/lib/back-office/features/schema";

type Props = { flag: FeatureFlagDto; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes a kill switch or a roll-out, with the reason that the audit log keeps. */
export function FlagDialog({ flag, open, onOpenChange }: Props) {
  const t = useTranslations("admin.flags");
  const names = useTranslations("features.names");
  const router = useRouter();
  const name = names(flag.feature);
  const apiForm = useApiForm({
    schema: featureFlagInput,
    defaultValues: { enabled: flag.enabled, rollout_percent: flag.rollout_percent, reason: "" },
    submit: (values) => updateFeatureFlag(flag.feature, values),
    onSuccess: (_, form) => {
      onOpenChange(false);
      form.resetField("reason", { defaultValue: "" });
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
      title={t("dialog.title", { name })}
      description={t("dialog.description")}
      form={apiForm}
      confirmLabel={t("dialog.save")}
    >
      <Field label={t("dialog.enabled")} hint={t("dialog.enabledHint")} layout="row">
        <Controller
          control={form.control}
          name="enabled"
          render={({ field }) => <Switch checked={field.value ?? true} onCheckedChange={field.onChange} />}
        />
      </Field>
      <Field label={t("dialog.rollout")} hint={t("dialog.rolloutHint")} error={errorOf("rollout_percent")}>
        <Input
          {...form.register("rollout_percent", { valueAsNumber: true })}
          type="number"
          min={0}
          max={100}
          suffix="%"
          className="max-w-32"
        />
      </Field>
      <Field label={t("dialog.reason")} hint={t("dialog.reasonHint")} error={errorOf("reason")} required>
        <Textarea {...form.register("reason")} maxLength={500} />
      </Field>
    </FormDialog>
  );
}
