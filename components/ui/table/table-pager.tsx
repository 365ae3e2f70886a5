"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";
import type { TableState } from "@/components/ui/table/use-table-state";

type Props = { state: TableState; count: number; nextCursor: string | null | undefined };

/** Previous and next page; cursors allow no jumping, and rows that arrive meanwhile shift nothing. */
export function TablePager({ state, count, nextCursor }: Props) {
  const t = useTranslations("ui.table");
  return (
    <nav aria-label={t("pagination")} className="flex items-center justify-between gap-3">
      <p role="status" className="text-fg-subtle text-sm">
        {t("rows", { count })}
      </p>
      <div className="flex gap-2">
        <Button disabled={!state.canGoBack} onClick={state.goBack}>
          <ChevronLeft aria-hidden="true" className="size-4" />
          {t("previous")}
        </Button>
        <Button disabled={!nextCursor} onClick={() => nextCursor && state.goNext(nextCursor)}>
          {t("next")}
          <ChevronRight aria-hidden="true" className="size-4" />
        </Button>
      </div>
    </nav>
  );
}
