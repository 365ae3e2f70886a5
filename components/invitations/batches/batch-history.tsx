"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { batchList } from "@/components/invitations/batches/queries";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { DateTime } from "@/components/ui/display/time";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Pager } from "@/components/ui/navigation/pager";
import type { BatchPage } from "@/lib/access/invitations/batches/schema";
import { formatUtc } from "@/lib/core/format";

/** Lists that were sent, each with what became of its rows. Nothing when there are none. */
export function BatchHistory({ first }: { first: BatchPage }) {
  const t = useTranslations("invitations.batch.history");
  const locale = useLocale();
  const [cursor, setCursor] = useState<string | null>(null);
  const lists = useQuery({
    ...batchList(cursor, first),
    placeholderData: keepPreviousData,
    // A list may have ended since the server rendered the page.
    refetchOnMount: "always",
  });
  if (lists.error) return <ErrorState error={lists.error} onRetry={() => void lists.refetch()} />;
  const { data = first } = lists;
  const done = data.data.filter(({ status }) => status === "done");
  if (done.length === 0) return null;
  return (
    <Card className="mt-6 max-w-3xl" title={t("title")}>
      <ul aria-label={t("title")} className="divide-y">
        {done.map((list) => (
          <li key={list.id} className="flex flex-wrap items-center justify-between gap-3 py-2 text-sm">
            <span className="grid min-w-0 gap-0.5">
              <span className="font-medium">{t("row", { invited: list.invited, total: list.total })}</span>
              <span className="truncate text-fg-muted">
                <DateTime value={list.created_at} style="dateTime" />{" "}
                {t("by", { name: list.created_by.name })}
              </span>
            </span>
            <ButtonLink
              external
              size="sm"
              href={`/api/v1/invitation-batches/${list.id}/results`}
              download
              aria-label={t("download", { date: formatUtc(list.created_at, locale, "dateTime") })}
            >
              <Download aria-hidden="true" className="size-4" />
              {t("results")}
            </ButtonLink>
          </li>
        ))}
      </ul>
      <div className="mt-3 empty:hidden">
        <Pager next={data.page.next_cursor} isFirst={cursor === null} onGo={setCursor} />
      </div>
    </Card>
  );
}
