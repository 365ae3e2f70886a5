import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { RelativeTime } from "@/components/ui/display/time";
import type { AgentActivity } from "@/lib/agents/schema";

/** What was done to an agent and by whom. */
export function AgentActivityList({ events }: { events: readonly AgentActivity[] }) {
  const t = useTranslations("agents");
  return (
    <Card title={t("detail.activity")} padding="flush">
      {events.length === 0 ? (
        <p className="px-5 py-4 text-fg-muted text-sm">{t("detail.noActivity")}</p>
      ) : (
        <ol className="divide-y text-sm">
          {events.map((event) => (
            <li key={event.id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2.5">
              <span>
                <EventText event={event} />{" "}
                <span className="text-fg-muted">
                  {t("detail.by", { name: event.actor_label || t("detail.unknown") })}
                </span>
              </span>
              <span className="text-fg-subtle">
                <RelativeTime value={event.occurred_at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function EventText({ event }: { event: AgentActivity }) {
  const t = useTranslations("agents.events");
  const key = event.action.replace(".", "_");
  if (key === "agent_renamed") {
    return t("agent_renamed", { before: nameIn(event.before), after: nameIn(event.after) });
  }
  return t.has(key as never) ? t(key as never) : event.action;
}

function nameIn(values: Record<string, unknown> | null): string {
  return typeof values?.name === "string" ? values.name : "–";
}
