import { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { AgentStatus as Status } from "@/lib/agents/schema";

const TONES = {
  draft: "neutral",
  active: "success",
  paused: "warning",
  error: "danger",
  archived: "neutral",
} as const satisfies Record<Status, string>;

/** An agent's state as a dot and a word. */
export function AgentStatus({ status }: { status: Status }) {
  const t = useTranslations("agents.status");
  return <StatusDot tone={TONES[status]}>{t(status)}</StatusDot>;
}
