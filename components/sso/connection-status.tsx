import { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { SsoStatus } from "@/lib/auth/sso/schema";

const TONES = { draft: "neutral", tested: "info", enabled: "success", disabled: "warning" } as const;

export function ConnectionStatus({ status }: { status: SsoStatus }) {
  const t = useTranslations("sso.status");
  return <StatusDot tone={TONES[status]}>{t(status)}</StatusDot>;
}
