"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { decideSupport } from "@/components/support/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { CONSENT_HOURS, type SupportMode, type SupportRequestDto } from "@/lib/access/support/schema";

type Props = { request: SupportRequestDto; onClose: () => void; onDone: () => void };

/** Agreeing says how long the request may be used and, where changes were asked for, whether they are allowed. */
export function ConsentDialog({ request, onClose, onDone }: Props) {
  const t = useTranslations("support.tenant");
  const stepUp = useStepUp();
  const [mode, setMode] = useState<SupportMode>("read");
  const [hours, setHours] = useState<(typeof CONSENT_HOURS)[number]>(24);
  const form = useNativeForm({
    submit: () => stepUp.run(() => decideSupport(request.id, { decision: "approve", mode, hours })),
    onSuccess: () => {
      toast.success(t("requests.approved"));
      onClose();
      onDone();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("dialog.title", { staff: request.staff_name, member: request.member.name })}
        description={t("dialog.description")}
        form={form}
        confirmLabel={t("dialog.confirm")}
      >
        {request.mode === "write" ? (
          <RadioGroup
            legend={t("dialog.mode")}
            value={mode}
            onValueChange={(value) => setMode(value === "write" ? "write" : "read")}
            options={(["read", "write"] as const).map((value) => ({ value, label: t(`dialog.${value}`) }))}
          />
        ) : null}
        <Field label={t("dialog.window")}>
          <Select
            value={String(hours)}
            options={CONSENT_HOURS.map((count) => ({
              value: String(count),
              label: t("dialog.hours", { count }),
            }))}
            onChange={(event) =>
              setHours(CONSENT_HOURS.find((known) => String(known) === event.target.value) ?? 24)
            }
          />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
