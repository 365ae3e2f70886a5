"use client";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import type { DataColumn } from "@/components/ui/table/types";
import type { TableState } from "@/components/ui/table/use-table-state";

const SLOW_AFTER_MS = 10_000;
const SKELETON_ROWS = ["w-3/4", "w-1/2", "w-2/3", "w-3/5", "w-5/12", "w-7/12"];

type SkeletonProps<Row> = {
  columns: readonly DataColumn<Row>[];
  span: number;
  onRetry: (() => void) | undefined;
};

/** Grey rows; after ten seconds it admits that something is slow and offers to try again. */
export function TableSkeleton<Row>({ columns, span, onRetry }: SkeletonProps<Row>) {
  const t = useTranslations("ui.table");
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {SKELETON_ROWS.map((width) => (
        <tr key={width} className="border-b last:border-0">
          <td colSpan={span} className="h-11 px-4">
            <div className="flex gap-8">
              {columns.map((column) => (
                <Skeleton key={column.id} className={`h-3.5 flex-1 ${width}`} />
              ))}
            </div>
          </td>
        </tr>
      ))}
      <tr className={isSlow ? undefined : "sr-only"}>
        <td colSpan={span} className="px-4 py-2 text-center text-fg-muted">
          <span role="status">{isSlow ? t("slow") : t("loading")}</span>
          {isSlow && onRetry ? (
            <Button variant="link" size="inline" className="ml-2" onClick={onRetry}>
              {t("retry")}
            </Button>
          ) : null}
        </td>
      </tr>
    </>
  );
}

/** Nothing matches the filters, or nothing exists yet. */
export function TableEmpty({ state, empty }: { state: TableState; empty: ReactNode }) {
  const t = useTranslations("ui.table");
  if (!state.isFiltered) return empty;
  return (
    <EmptyState
      variant="plain"
      role="status"
      icon={SearchX}
      title={t("noMatchTitle")}
      description={t("noMatchDescription")}
      action={<Button onClick={state.clear}>{t("clearFilters")}</Button>}
    />
  );
}

export function TableError({ error, onRetry }: { error: unknown; onRetry: (() => void) | undefined }) {
  return <ErrorState variant="plain" error={error} onRetry={onRetry} />;
}
