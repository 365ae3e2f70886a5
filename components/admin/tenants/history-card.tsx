import { useTranslations } from "next-intl";
import { useEventName } from "@/components/admin/use-event-name";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { DateTime } from "@/components/ui/display/time";

type Entry = {
  id: string;
  action: string;
  actor: string;
  target: string;
  at: string;
  reason?: string | null;
};

type Props = {
  title: string;
  description: string;
  events: readonly Entry[];
  /** Where the whole list is. */
  allHref?: string;
};

/** The latest events about one workspace. */
export function HistoryCard({ title, description, events, allHref }: Props) {
  const t = useTranslations("admin.tenant.history");
  const nameOf = useEventName();
  return (
    <Card
      title={title}
      description={description}
      padding="flush"
      action={allHref ? <ButtonLink href={allHref}>{t("all")}</ButtonLink> : undefined}
    >
      {events.length === 0 ? (
        <p className="px-5 py-6 text-fg-muted text-sm">{t("empty")}</p>
      ) : (
        <ul className="divide-y">
          {events.map((event) => (
            <li key={event.id} className="grid gap-0.5 px-5 py-2.5 text-sm">
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="min-w-0">
                  <span className="font-medium">{nameOf(event.action)}</span>{" "}
                  <span className="text-fg-muted">{event.target}</span>
                </span>
                <span className="text-fg-subtle text-xs">
                  <DateTime value={event.at} style="dateTime" withZone />
                </span>
              </span>
              <span className="text-fg-subtle text-xs">
                {t("by", { name: event.actor })}
                {event.reason ? `: ${event.reason}` : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
