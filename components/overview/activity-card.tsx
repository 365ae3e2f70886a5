import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { Card } from "@/components/ui/display/card";
import { formatDate } from "@/lib/core/format";

type Props = {
  events: { id: string; action: string; actor: string; target: string; at: Date }[];
  timeZone: string;
};

/** What happened last in this workspace. */
export function ActivityCard({ events, timeZone }: Props) {
  const t = useTranslations("overview.activity");
  const names = useTranslations("audit.actions");
  const locale = useFormatLocale();
  const nameOf = (action: string) => {
    const key = action.replaceAll(".", "_");
    return names.has(key as never) ? names(key as never) : action;
  };
  return (
    <Card title={t("title")} description={t("description")} padding="flush">
      {events.length === 0 ? (
        <p className="px-5 py-6 text-fg-muted text-sm">{t("empty")}</p>
      ) : (
        <ul>
          {events.map((event) => (
            <li
              key={event.id}
              className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-t px-5 py-2.5 text-sm first:border-t-0"
            >
              <span className="font-medium text-fg">{nameOf(event.action)}</span>
              {event.target ? (
                <span className="min-w-0 break-words text-fg-muted">{event.target}</span>
              ) : null}
              <span className="text-fg-subtle">{t("by", { name: event.actor })}</span>
              <time dateTime={event.at.toISOString()} className="tabular ml-auto text-fg-subtle">
                {formatDate(event.at, locale, "dateTime", timeZone)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
