"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { providerAddress } from "@/components/auth/identities/provider-address";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { api } from "@/lib/api/client";
import type { ProviderId } from "@/lib/auth/providers/provider-ids";

type Props = { provider: ProviderId; elsewhere: string | null };

/** Leads to the provider and back, as a link and not a sign-in. */
export function ConnectButton({ provider, elsewhere }: Props) {
  const t = useTranslations("profile.identities");
  const name = useTranslations("auth.providers.names")(provider);
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [isBusy, setIsBusy] = useState(false);
  const label = t("connectLabel", { provider: name });
  const connect = async () => {
    setIsBusy(true);
    try {
      await stepUp.run(() => api.post("/me/identities", { body: { provider } }));
      await goTo(await providerAddress(provider, "/profile"));
    } catch (error) {
      showFailure(error);
      setIsBusy(false);
    }
  };
  if (elsewhere) {
    return (
      <ButtonLink href={elsewhere} external size="sm" aria-label={label}>
        {t("connect")}
      </ButtonLink>
    );
  }
  return (
    <>
      <Button size="sm" loading={isBusy} aria-label={label} onClick={() => void connect()}>
        {t("connect")}
      </Button>
      {stepUp.dialog}
    </>
  );
}
