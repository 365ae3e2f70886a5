"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { createExportLink, exportList, requestExport } from "@/components/exports/queries";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { ExportDto } from "@/lib/lifecycle/exports/schema";

const TONES = {
  queued: "info",
  running: "info",
  ready: "success",
  failed: "danger",
  expired: "neutral",
} as const;
const MEGABYTE = 1_000_000;

/** Ask for a file with everything, watch it being made, fetch it. */
export function ExportsView() {
  const t = useTranslations("lifecycle.exports");
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const stepUp = useStepUp();
  const exports = useQuery(exportList());
  const ask = useMutation({
    mutationFn: () => stepUp.run(requestExport),
    onSuccess: () => {
      toast.success(t("asked"));
      void client.invalidateQueries({ queryKey: ["exports"] });
    },
    onError: showFailure,
  });
  const rows = exports.data?.data ?? [];
  const isBusy = rows.some((row) => row.state === "queued" || row.state === "running");
  return (
    <div className="grid gap-6">
      <Card
        title={t("card.title")}
        description={t("card.description")}
        footer={
          <>
            <span>{isBusy ? t("busy") : t("card.note")}</span>
            <Button variant="primary" loading={ask.isPending} disabled={isBusy} onClick={() => ask.mutate()}>
              {t("start")}
            </Button>
          </>
        }
      />
      {exports.error ? (
        <ErrorState error={exports.error} onRetry={() => void exports.refetch()} />
      ) : !exports.data ? (
        <Skeleton className="h-24 w-full" />
      ) : rows.length === 0 ? (
        <EmptyState icon={Archive} title={t("empty.title")} description={t("empty.description")} />
      ) : (
        <ul
          aria-label={t("list")}
          className="divide-y divide-line overflow-hidden rounded-lg border bg-surface"
        >
          {rows.map((row) => (
            <ExportRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {stepUp.dialog}
    </div>
  );
}

function ExportRow({ row }: { row: ExportDto }) {
  const t = useTranslations("lifecycle.exports");
  const showFailure = useFailureToast();
  const stepUp = useStepUp();
  const fetchFile = useMutation({
    mutationFn: () => stepUp.run(() => createExportLink(row.id)),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: showFailure,
  });
  const { tables_done: done, tables_total: total } = row.progress;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <div className="grid min-w-0 gap-0.5 text-sm">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusDot tone={TONES[row.state]} pulse={row.state === "running"}>
            {t(`states.${row.state}`)}
          </StatusDot>
          <RelativeTime value={row.created_at} />
          <span className="text-fg-muted">{t("by", { name: row.requested_by })}</span>
        </span>
        {row.state === "running" ? (
          <span role="status" className="text-fg-muted">
            {t("progress", { done, total })}
          </span>
        ) : null}
        {row.state === "ready" && row.expires_at ? (
          <span className="text-fg-muted">
            {t("facts", { rows: row.rows, size: ((row.size_bytes ?? 0) / MEGABYTE).toFixed(2) })} {t("until")}{" "}
            <DateTime value={row.expires_at} />
          </span>
        ) : null}
        {row.sha256 && row.state === "ready" ? (
          <code className="break-all font-mono text-2xs text-fg-subtle">SHA-256 {row.sha256}</code>
        ) : null}
      </div>
      {row.state === "ready" ? (
        <Button size="sm" loading={fetchFile.isPending} onClick={() => fetchFile.mutate()}>
          {t("download")}
        </Button>
      ) : null}
      {stepUp.dialog}
    </li>
  );
}
