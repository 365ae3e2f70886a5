"use client";
import { useMutation } from "@tanstack/react-query";
import { MonitorCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { FactorRow } from "@/components/auth/two-step/factor-row";
import { Button } from "@/components/ui/actions/button";
import { PlaceName } from "@/components/ui/display/place";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { api } from "@/lib/api/client";
import type { TrustedDevice } from "@/lib/auth/mfa/schema";
import { describeDevice } from "@/lib/core/describe-device";
import { formatDate, formatRelative } from "@/lib/core/format";

type Props = { devices: readonly TrustedDevice[]; onChanged: () => void };

/** Browsers that are not asked for the second step for now. */
export function TrustedDeviceRows({ devices, onChanged }: Props) {
  const t = useTranslations("profile.trustedDevices");
  const locale = useFormatLocale();
  const showFailure = useFailureToast();
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/me/trusted-devices/${id}`),
    onSuccess: () => toast.success(t("revoked")),
    onError: showFailure,
    onSettled: onChanged,
  });
  return devices.map((item) => {
    const found = describeDevice(item.user_agent);
    const device = found ? t("device", found) : t("unknown");
    const time = formatRelative(item.last_used_at, new Date(), locale);
    return (
      <FactorRow
        key={item.id}
        icon={MonitorCheck}
        title={t("title", { device })}
        detail={
          <span suppressHydrationWarning>
            {t("detail", { date: formatDate(item.ends_at, locale), time })} · <PlaceName place={item.place} />
          </span>
        }
      >
        <Button
          size="sm"
          loading={revoke.isPending && revoke.variables === item.id}
          aria-label={t("revokeLabel", { device })}
          onClick={() => revoke.mutate(item.id)}
        >
          {t("revoke")}
        </Button>
      </FactorRow>
    );
  });
}
