"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { SsoEnforcementDto } from "@/lib/access/single-sign-on/schema";
import { api } from "@/lib/api/client";
import { formatDate } from "@/lib/core/format";
import { MAX_GRACE_DAYS } from "@/lib/tenancy/policies/schema";

type Props = { enforcement: SsoEnforcementDto; mayManage: boolean };

/** Whether everybody has to come through the provider, and who gets in when it does not answer. */
export function EnforcementCard({ enforcement, mayManage }: Props) {
  const t = useTranslations("sso.enforce");
  const router = useRouter();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const locale = useFormatLocale();
  const { required, break_glass: sealed, candidates, admin_signed_in: isReady, due_at: dueAt } = enforcement;
  const [days, setDays] = useState(enforcement.grace_days);
  const [chosen, setChosen] = useState(sealed?.id ?? "");
  const [isAsking, setIsAsking] = useState(false);
  const person = candidates.find(({ id }) => id === chosen);
  const save = async (next: boolean) => {
    await stepUp.run(() =>
      api.put<SsoEnforcementDto>("/sso-enforcement", {
        body: { required: next, break_glass_user_id: chosen || null, grace_days: days },
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
        {required ? null : (
          <Field label={t("grace")} hint={t("graceHint")} className="max-w-xs">
            <Input
              type="number"
              min={0}
              max={MAX_GRACE_DAYS}
              value={days}
              disabled={!mayManage}
              onChange={(event) => setDays(clampDays(event.target.valueAsNumber))}
            />
          </Field>
        )}
        {required && dueAt && new Date(dueAt) > new Date() ? (
          <Alert tone="info">{t("from", { date: formatDate(dueAt, locale, "dateTime") })}</Alert>
        ) : null}
        {person && !person.has_second_factor ? <Alert tone="warning">{t("needsFactor")}</Alert> : null}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        tone="primary"
        title={t("ask")}
        description={t("askDescription", { name: person?.name ?? "", days })}
        confirmLabel={t("require")}
        onConfirm={() => save(true)}
      />
      {stepUp.dialog}
    </Card>
  );
}

function clampDays(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(MAX_GRACE_DAYS, Math.max(0, Math.trunc(value)));
}
