"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConsentDialog } from "@/components/support/consent-dialog";
import { decideSupport, supportRequestList } from "@/components/support/queries";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Pager } from "@/components/ui/navigation/pager";
import type { SupportRequestDto } from "@/lib/access/support/schema";

/** Requests of our support, newest first. */
export function RequestsCard({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations("support.tenant");
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const [cursor, setCursor] = useState<string | null>(null);
  const requests = useQuery({ ...supportRequestList(cursor), placeholderData: keepPreviousData });
  const [asked, setAsked] = useState<SupportRequestDto>();
  const refresh = () => client.invalidateQueries({ queryKey: ["support-requests"] });
  const decline = async (request: SupportRequestDto) => {
    try {
      await decideSupport(request.id, { decision: "decline" });
      toast.success(t("requests.declined"));
    } catch (error) {
      showFailure(error);
    }
    await refresh();
  };
  const rows = requests.data?.data;
  return (
    <Card title={t("requests.title")} description={t("requests.description")} padding="flush">
      {requests.error ? <ErrorState error={requests.error} onRetry={() => void requests.refetch()} /> : null}
      {!rows && !requests.error ? <Skeleton className="m-5 h-10" /> : null}
      {rows?.length === 0 ? <p className="px-5 py-6 text-fg-muted text-sm">{t("requests.empty")}</p> : null}
      <ul>
        {rows?.map((request) => (
          <li
            key={request.id}
            className="grid gap-2 border-b px-5 py-4 text-sm last:border-0 sm:flex sm:items-start sm:justify-between"
          >
            <RequestFacts request={request} />
            {request.status === "approved" && mayManage ? (
              <Button
                size="sm"
                aria-label={t("requests.withdrawLabel", {
                  staff: request.staff_name,
                  member: request.member.name,
                })}
                onClick={() => void decline(request)}
              >
                {t("requests.withdraw")}
              </Button>
            ) : null}
            {request.status === "pending" && mayManage ? (
              <span className="flex gap-2">
                <Button
                  size="sm"
                  variant="primary"
                  aria-label={t("requests.approveLabel", {
                    staff: request.staff_name,
                    member: request.member.name,
                  })}
                  onClick={() => setAsked(request)}
                >
                  {t("requests.approve")}
                </Button>
                <Button
                  size="sm"
                  aria-label={t("requests.declineLabel", {
                    staff: request.staff_name,
                    member: request.member.name,
                  })}
                  onClick={() => void decline(request)}
                >
                  {t("requests.decline")}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {requests.data ? (
        <div className="px-5 pb-4 empty:hidden">
          <Pager next={requests.data.page.next_cursor} isFirst={cursor === null} onGo={setCursor} />
        </div>
      ) : null}
      {asked ? (
        <ConsentDialog request={asked} onClose={() => setAsked(undefined)} onDone={() => void refresh()} />
      ) : null}
    </Card>
  );
}

function RequestFacts({ request }: { request: SupportRequestDto }) {
  const t = useTranslations("support");
  const { status, staff_name: staff, member } = request;
  return (
    <div className="grid min-w-0 gap-1">
      <p className="font-medium">
        {t(request.mode === "write" ? "tenant.requests.asksWrite" : "tenant.requests.asks", {
          staff,
          member: member.name,
        })}
      </p>
      <p className="break-words text-fg-muted">
        {request.reason} ({request.ticket})
      </p>
      <p className="flex flex-wrap items-center gap-x-3 text-fg-subtle text-xs">
        <StatusDot tone={status === "pending" ? "warning" : status === "approved" ? "success" : "neutral"}>
          {t(`statuses.${status}`)}{" "}
          {request.decided_by ? t("tenant.requests.decidedBy", { name: request.decided_by }) : null}
        </StatusDot>
        {request.granted_mode ? <span>{t(`modes.${request.granted_mode}`)}</span> : null}
        {status === "pending" || status === "approved" ? (
          <span>
            {t("tenant.requests.until")} <DateTime value={request.expires_at} style="dateTime" withZone />
          </span>
        ) : null}
      </p>
    </div>
  );
}
