"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { makeToken } from "@/components/scim/queries";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { Dialog } from "@/components/ui/overlays/dialog";

const LIVES = ["90", "180", "365"] as const;

type Props = { connectionId: string; onClose: () => void };

/** Makes a token and shows it, this once. It closes only after the reader says that it is stored. */
export function TokenDialog({ connectionId, onClose }: Props) {
  const t = useTranslations("scim.tokens");
  const router = useRouter();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [days, setDays] = useState<string>("180");
  const [token, setToken] = useState<string>();
  const [isStored, setIsStored] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const make = async () => {
    setIsBusy(true);
    try {
      const made = await stepUp.run(() => makeToken(connectionId, { expires_in_days: Number(days) }));
      setToken(made.token);
      router.refresh();
    } catch (error) {
      showFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  const close = () => {
    if (token === undefined || isStored) onClose();
  };
  return (
    <>
      <Dialog
        kind="alert"
        open
        onOpenChange={(open) => !open && close()}
        title={t(token ? "createdTitle" : "create")}
        description={t(token ? "createdDescription" : "createDescription")}
        footer={
          token ? (
            <Button variant="primary" disabled={!isStored} onClick={close}>
              {t("done")}
            </Button>
          ) : (
            <>
              <Button onClick={close}>{t("cancel")}</Button>
              <Button variant="primary" loading={isBusy} onClick={() => void make()}>
                {t("make")}
              </Button>
            </>
          )
        }
      >
        {token ? (
          <div className="grid gap-4">
            <div className="flex min-w-0 flex-wrap items-center gap-2 rounded-lg border bg-inset p-2">
              <code data-testid="new-scim-token" className="min-w-0 flex-1 break-all font-mono text-xs">
                {token}
              </code>
              <CopyButton value={token} label={t("copy")} withText />
            </div>
            <Checkbox
              label={t("stored")}
              checked={isStored}
              onChange={(event) => setIsStored(event.target.checked)}
            />
          </div>
        ) : (
          <Field label={t("life")}>
            <Select
              value={days}
              onChange={(event) => setDays(event.target.value)}
              options={LIVES.map((value) => ({ value, label: t("days", { count: Number(value) }) }))}
            />
          </Field>
        )}
      </Dialog>
      {stepUp.dialog}
    </>
  );
}
