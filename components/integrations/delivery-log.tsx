"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { deliveries } from "@/components/integrations/queries";
import { StatusDot } from "@/components/ui/display/status-dot";
import { RelativeTime } from "@/components/ui/display/time";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import type { IntegrationKind } from "@/lib/notifications/integrations/schema";

const SHOWN = 10;

/** The last attempts to tell the other side of an event. */
export function DeliveryLog({ kind }: { kind: IntegrationKind }) {
  const t = useTranslations("integrations.log");
  const log = useQuery(deliveries(kind));
  const rows = log.data?.data.slice(0, SHOWN);
  return (
    <section className="grid gap-3 border-t pt-5" aria-label={t("title")}>
      <h3 className="font-medium text-sm">{t("title")}</h3>
      {log.error ? <ErrorState error={log.error} onRetry={() => void log.refetch()} /> : null}
      {!rows && !log.error ? <Skeleton className="h-16" /> : null}
      {rows?.length === 0 ? <p className="text-fg-muted text-sm">{t("empty")}</p> : null}
      {rows && rows.length > 0 ? (
        <ul className="divide-y rounded-md border text-sm">
          {rows.map((row) => (
            <li
              key={row.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2"
            >
              <span className="flex min-w-0 flex-wrap items-center gap-x-3">
                <StatusDot tone={row.succeeded ? "success" : "danger"}>
                  {row.succeeded ? t("delivered") : t("failed")}
                </StatusDot>
                <code className="font-mono text-2xs">{row.event}</code>
              </span>
              <span className="text-fg-subtle tabular-nums">
                {row.response_status ? `HTTP ${row.response_status} · ` : ""}
                {t("attempt", { attempt: row.attempt, milliseconds: row.duration_ms })} ·{" "}
                <RelativeTime value={row.created_at} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
