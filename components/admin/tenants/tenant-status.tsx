import { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { TenantStatus } from "@/lib/core/context";

const TONES = {
  pending_approval: "info",
  provisioning: "info",
  active: "success",
  grace: "warning",
  restricted: "warning",
  suspended: "danger",
  moving: "info",
  parked: "neutral",
  offboarding: "warning",
  erased: "neutral",
} as const satisfies Record<TenantStatus, string>;

/** A workspace's status as a dot and a word. */
export function TenantStatusDot({ status }: { status: TenantStatus }) {
  const t = useTranslations("admin.status");
  return (
    <StatusDot tone={TONES[status]} pulse={status === "provisioning"}>
      {t(status)}
    </StatusDot>
  );
}
