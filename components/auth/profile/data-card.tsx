"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { api } from "@/lib/api/client";

/** Everything that is kept about the person, as a file of their own. */
export function DataCard() {
  const t = useTranslations("profile.data");
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [isBusy, setIsBusy] = useState(false);
  const download = async () => {
    setIsBusy(true);
    try {
      const data = await stepUp.run(() => api.post<unknown>("/me/data"));
      const url = URL.createObjectURL(
        new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }),
      );
      const link = document.createElement("a");
      link.href = url;
      link.download = "atrium-personal-data.json";
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      showFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Card
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <span />
          <Button loading={isBusy} onClick={() => void download()}>
            {t("download")}
          </Button>
        </>
      }
    >
      <p className="text-fg-muted text-sm">{t("what")}</p>
      {stepUp.dialog}
    </Card>
  );
}
