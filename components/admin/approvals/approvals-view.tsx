"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApprovalCard } from "@/components/admin/approvals/approval-card";
import { ApprovalDialogs } from "@/components/admin/approvals/approval-dialogs";
import { KeyHints } from "@/components/admin/approvals/key-hints";
import { approvalList } from "@/components/admin/approvals/queries";
import { type QueueAction, useQueueKeys } from "@/components/admin/approvals/use-queue-keys";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { Pager } from "@/components/ui/navigation/pager";
import type { ApprovalDto, ApprovalList } from "@/lib/back-office/approvals/schema";

/** The queue of requests: one card each, j and k go through them, a letter does what its button does. */
export function ApprovalsView({ list }: { list: ApprovalList }) {
  const t = useTranslations("approvals");
  const client = useQueryClient();
  const [cursor, setCursor] = useState<string | null>(null);
  const requests = useQuery(approvalList(list, cursor));
  // By id and with what was asked: the list looks again by itself, and a place in it may be another request's by then.
  const [current, setCurrent] = useState<{ id: string; place: number } | null>(null);
  const [asked, setAsked] = useState<{ request: ApprovalDto; action: QueueAction | null } | null>(null);
  const cards = useRef<HTMLOListElement>(null);
  const rows = requests.data?.data ?? [];
  const found = rows.findIndex((row) => row.id === current?.id);
  const index = found >= 0 ? found : Math.max(0, Math.min(current?.place ?? 0, rows.length - 1));
  const selected = rows[index];
  const isOpenList = list !== "decided";

  const onMove = useCallback((step: 1 | -1) => focusCard(cards.current, index + step), [index]);
  const onAction = useCallback(
    (action: QueueAction) => {
      if (selected && isOpenList) setAsked({ request: selected, action });
    },
    [selected, isOpenList],
  );
  useQueueKeys({ onMove, onAction });
  // What was decided leaves the list, and its dialog had the focus: the next request takes it.
  const wantsFocus = useRef(false);
  useEffect(() => {
    if (!wantsFocus.current || !requests.data) return;
    wantsFocus.current = false;
    focusCard(cards.current, index);
  }, [requests.data, index]);

  if (requests.error) return <ErrorState error={requests.error} onRetry={() => void requests.refetch()} />;
  if (!requests.data) return <Skeleton className="h-48 w-full" />;
  if (rows.length === 0) {
    return <EmptyState icon={Inbox} title={t(`empty.${list}`)} description={t("empty.description")} />;
  }
  return (
    <>
      {isOpenList ? <KeyHints /> : null}
      <ol ref={cards} aria-label={t(`lists.${list}`)} className="grid gap-4">
        {rows.map((request, position) => (
          <ApprovalCard
            key={request.id}
            request={request}
            isCurrent={isOpenList && position === index}
            onFocus={() => setCurrent({ id: request.id, place: position })}
            onAction={isOpenList ? (action) => setAsked({ request, action }) : undefined}
          />
        ))}
      </ol>
      <div className="mt-4">
        <Pager
          next={requests.data.page.next_cursor}
          isFirst={cursor === null}
          onGo={(to) => {
            setCursor(to);
            setCurrent(null);
          }}
        />
      </div>
      {asked ? (
        <ApprovalDialogs
          key={asked.request.id}
          request={asked.request}
          action={asked.action}
          onClose={() => setAsked({ ...asked, action: null })}
          onDone={() => {
            wantsFocus.current = true;
            void client.invalidateQueries({ queryKey: ["admin", "approvals"] });
          }}
        />
      ) : null}
    </>
  );
}

function focusCard(list: HTMLOListElement | null, place: number): void {
  const card = list?.children.item(place);
  if (card instanceof HTMLElement) card.focus();
}
