"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AddPasskeyRow } from "@/components/auth/two-step/add-passkey-row";
import { AuthenticatorRow } from "@/components/auth/two-step/authenticator-row";
import { PasskeyRows } from "@/components/auth/two-step/passkey-rows";
import { myTwoStep } from "@/components/auth/two-step/queries";
import { RecoveryCodesRow } from "@/components/auth/two-step/recovery-codes-row";
import { TrustedDeviceRows } from "@/components/auth/two-step/trusted-device-rows";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { TwoStep } from "@/lib/auth/mfa/schema";

type Props = { initial: TwoStep };

/** The person's second factors: which there are, and setting them up and taking them away. */
export function TwoStepCard({ initial }: Props) {
  const t = useTranslations("profile.twoStep");
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...myTwoStep(), initialData: initial });
  // What asks for the password or a code asks by what there is now.
  const reload = () => void queryClient.invalidateQueries({ queryKey: ["me"] });
  return (
    <Card
      title={t("title")}
      description={t("description")}
      padding="flush"
      action={
        <StatusDot tone={data.enabled ? "success" : "neutral"}>{t(data.enabled ? "on" : "off")}</StatusDot>
      }
      footer={data.required ? t("required") : undefined}
    >
      <ul className="divide-y divide-line">
        <AuthenticatorRow connected={data.totp} onChanged={reload} />
        <PasskeyRows passkeys={data.passkeys} onChanged={reload} />
        <AddPasskeyRow onChanged={reload} />
        {data.enabled ? <RecoveryCodesRow left={data.recovery_codes_left} onChanged={reload} /> : null}
        <TrustedDeviceRows devices={data.trusted_devices} onChanged={reload} />
      </ul>
    </Card>
  );
}
