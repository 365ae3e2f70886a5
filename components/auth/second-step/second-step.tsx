"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PasskeyStep } from "@/components/auth/second-step/passkey-step";
import { RecoveryCodeForm } from "@/components/auth/second-step/recovery-code-form";
import { CodeForm } from "@/components/auth/sign-up/code-form";
import { Button } from "@/components/ui/actions/button";
import { Checkbox } from "@/components/ui/forms/checkbox";

type Way = "passkey" | "totp" | "recovery";
type Props = {
  to: string | undefined;
  next: string | undefined;
  ways: readonly Way[];
  /** For how many days this browser may be trusted; 0 for not at all. */
  trustDays: number;
};

/** The second step of signing in: one way at a time, the others one press away. */
export function SecondStep({ to, next, ways, trustDays }: Props) {
  const t = useTranslations("auth.secondStep");
  const [way, setWay] = useState<Way>(ways[0] ?? "recovery");
  const [isTrusted, setIsTrusted] = useState(false);
  const extra = { to, next };
  const trusting = { ...extra, trust_device: isTrusted };
  const form = {
    passkey: <PasskeyStep extra={trusting} />,
    totp: <CodeForm endpoint="/api/auth-flows/sign-in/totp" submitLabel={t("submit")} extra={trusting} />,
    recovery: <RecoveryCodeForm extra={extra} />,
  };
  return (
    <div className="grid gap-4">
      <p className="text-fg-muted text-sm">{t(`${way}.hint`)}</p>
      {trustDays > 0 && way !== "recovery" ? (
        <Checkbox
          label={t("trust", { days: trustDays })}
          checked={isTrusted}
          onChange={(event) => setIsTrusted(event.currentTarget.checked)}
        />
      ) : null}
      {form[way]}
      <div className="grid gap-1">
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <Button key={other} variant="ghost" block onClick={() => setWay(other)}>
              {t(`${other}.choose`)}
            </Button>
          ))}
      </div>
    </div>
  );
}
