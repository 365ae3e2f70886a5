"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PreviewNotices } from "@/components/admin/support/preview-notices";
import { askSupport, startSupport } from "@/components/admin/support/queries";
import { goTo } from "@/components/auth/go-to";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import type { SupportMode } from "@/lib/access/support/schema";
import { REASON_MAX, type SupportPreviewDto, supportWish } from "@/lib/back-office/support/schema";

/** Who, where and why; starts the session, or asks the workspace's admins where they have to agree first. */
export function StartSupportForm({ preview }: { preview: SupportPreviewDto }) {
  const t = useTranslations("support.admin");
  const router = useRouter();
  const stepUp = useStepUp();
  const [mode, setMode] = useState<SupportMode>("read");
  const { tenant, member, consent, refusal } = preview;
  const isAgreed = consent !== null && (mode === "read" || consent.mode === "write");
  const asks = !isAgreed && (mode === "write" || refusal === "consent_needed");
  const isShut = (refusal !== null && refusal !== "consent_needed") || (asks && preview.asked !== null);
  const apiForm = useApiForm({
    schema: supportWish,
    defaultValues: { tenant_id: tenant.id, member_id: member.id, reason: "", ticket: "" },
    submit: (values) =>
      stepUp.run(async () => {
        if (asks) {
          await askSupport({ ...values, mode });
          return null;
        }
        return startSupport({ ...values, mode });
      }),
    onSuccess: (started) => {
      if (started) return void goTo(started.url);
      toast.success(t("asked"));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <form {...apiForm.formProps} className="grid max-w-2xl gap-4">
      <PreviewNotices preview={preview} />
      <Card
        title={t("formTitle", { member: member.name, workspace: tenant.name })}
        description={t("formDescription", { email: member.email })}
        footer={
          <Button type="submit" variant="primary" loading={apiForm.isSubmitting} disabled={isShut}>
            {t(asks ? "ask" : "start")}
          </Button>
        }
      >
        <div className="grid gap-4">
          <FormError failure={apiForm.failure} />
          <RadioGroup
            legend={t("mode")}
            variant="cards"
            value={mode}
            onValueChange={(value) => setMode(value === "write" ? "write" : "read")}
            options={(["read", "write"] as const).map((value) => ({
              value,
              label: t(`modes.${value}.label`),
              description: t(`modes.${value}.description`),
            }))}
          />
          <Field label={t("reason")} hint={t("reasonHint")} error={errorOf("reason")} required>
            <Textarea {...form.register("reason")} maxLength={REASON_MAX} rows={3} />
          </Field>
          <Field label={t("ticket")} hint={t("ticketHint")} error={errorOf("ticket")} required>
            <Input {...form.register("ticket")} maxLength={80} autoComplete="off" />
          </Field>
        </div>
      </Card>
      {stepUp.dialog}
    </form>
  );
}
