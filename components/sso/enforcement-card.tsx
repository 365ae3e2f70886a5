"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { SsoEnforcementDto } from "@/lib/access/single-sign-on/schema";
import { api } from "@/lib/api/client";

type Props = { enforcement: SsoEnforcementDto; mayManage: boolean };

/** Whether everybody has to come through the provider, and who gets in when it does not answer. */
export function EnforcementCard({ enforcement, mayManage }: Props) {
  const t = useTranslations("sso.enforce");
  const router = useRouter();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const { required, break_glass: sealed, candidates, admin_signed_in: isReady } = enforcement;
  const [chosen, setChosen] = useState(sealed?.id ?? "");
  const [isAsking, setIsAsking] = useState(false);
  const person = candidates.find(({ id }) => id === chosen);
  const save = async (next: boolean) => {
    await stepUp.run(() =>
      api.put<SsoEnforcementDto>("/sso-enforcement", {
        body: { required: next, break_glass_user_id: chosen || null },
      }),
    );
    toast.success(t(next ? "on" : "off"));
    router.refresh();
  };
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={<StatusDot tone={required ? "success" : "neutral"}>{t(required ? "isOn" : "isOff")}</StatusDot>}
      footer={
        mayManage ? (
          <>
            <span>{isReady ? null : t("notReady")}</span>
            {required ? (
              <Button onClick={() => void save(false).catch(showFailure)}>{t("takeBack")}</Button>
            ) : (
              <Button
                variant="primary"
                disabled={!isReady || !person?.has_second_factor}
                onClick={() => setIsAsking(true)}
              >
                {t("require")}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <div className="grid gap-4">
        <Field label={t("breakGlass")} hint={t("breakGlassHint")}>
          <Select
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            disabled={!mayManage}
            placeholder={t("choose")}
            options={candidates.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
          />
        </Field>
        {person && !person.has_second_factor ? <Alert tone="warning">{t("needsFactor")}</Alert> : null}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        tone="primary"
        title={t("ask")}
        description={t("askDescription", { name: person?.name ?? "" })}
        confirmLabel={t("require")}
        onConfirm={() => save(true)}
      />
      {stepUp.dialog}
    </Card>
  );
}
