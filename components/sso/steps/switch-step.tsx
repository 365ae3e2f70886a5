"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { SsoConnectionDto } from "@/lib/access/single-sign-on/schema";
import { api } from "@/lib/api/client";

type Props = { connection: SsoConnectionDto; mayManage: boolean };

/** On, off, or gone. */
export function SwitchStep({ connection, mayManage }: Props) {
  const t = useTranslations("sso.switch");
  const router = useRouter();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [asking, setAsking] = useState<"disable" | "delete">();
  const { id, name, status, domains, tested_at: testedAt } = connection;
  const isOn = status === "enabled";
  const isReady = testedAt !== null && domains.some((domain) => domain.status !== "pending");
  const turn = async (next: "enabled" | "disabled") => {
    await stepUp.run(() => api.put(`/sso-connections/${id}/status`, { body: { status: next } }));
    toast.success(t(next));
    router.refresh();
  };
  const remove = async () => {
    await stepUp.run(() => api.delete(`/sso-connections/${id}`));
    toast.success(t("deleted"));
    router.push("/settings/single-sign-on");
  };
  return (
    <Card
      id="switch"
      title={t("title")}
      description={t(isOn ? "descriptionOn" : "description")}
      footer={
        mayManage ? (
          <>
            <span>
              {isOn ? null : (
                <Button variant="ghost" onClick={() => setAsking("delete")}>
                  {t("delete")}
                </Button>
              )}
            </span>
            {isOn ? (
              <Button onClick={() => setAsking("disable")}>{t("disable")}</Button>
            ) : (
              <Button
                variant="primary"
                disabled={!isReady}
                onClick={() => void turn("enabled").catch(showFailure)}
              >
                {t("enable")}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {isOn || isReady ? null : <Alert tone="info">{t("notReady")}</Alert>}
      <ConfirmDialog
        open={asking !== undefined}
        onOpenChange={(open) => !open && setAsking(undefined)}
        title={t(asking === "delete" ? "askDelete" : "askDisable", { name })}
        description={t(asking === "delete" ? "askDeleteDescription" : "askDisableDescription")}
        confirmLabel={t(asking === "delete" ? "delete" : "disable")}
        typeToConfirm={name}
        onConfirm={() => (asking === "delete" ? remove() : turn("disabled"))}
      />
      {stepUp.dialog}
    </Card>
  );
}
