"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Controller } from "react-hook-form";
import type * as z from "zod";
import { updateFeatureFlag } from "@/components/admin/queries";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Switch } from "@/components/ui/forms/switch";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import { type FeatureFlagDto, featureFlagInput } from "@/lib/back-office/features/schema";

type Props = { flag: FeatureFlagDto; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes a kill switch or a roll-out, with the reason that the audit log keeps. */
export function FlagDialog({ flag, open, onOpenChange }: Props) {
  const t = useTranslations("admin.flags");
  const names = useTranslations("features.names");
  const router = useRouter();
  const formId = useId();
  const name = names(flag.feature);
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof featureFlagInput>,
    z.output<typeof featureFlagInput>,
    unknown
  >({
    schema: featureFlagInput,
    defaultValues: { enabled: flag.enabled, rollout_percent: flag.rollout_percent, reason: "" },
    submit: (values) => updateFeatureFlag(flag.feature, values),
    onSuccess: () => {
      onOpenChange(false);
      form.resetField("reason", { defaultValue: "" });
      toast.success(t("done", { name }));
      router.refresh();
    },
  });
  return (
    <Dialog
      kind="alert"
      open={open}
      onOpenChange={onOpenChange}
      title={t("dialog.title", { name })}
      description={t("dialog.description")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("dialog.cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            {t("dialog.save")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
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
      </form>
    </Dialog>
  );
}
