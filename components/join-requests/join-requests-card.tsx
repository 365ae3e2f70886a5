"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ApproveDialog } from "@/components/join-requests/approve-dialog";
import { JoinSettingSwitch } from "@/components/join-requests/join-setting-switch";
import { decideRequest, membershipRequests } from "@/components/join-requests/queries";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { RelativeTime } from "@/components/ui/display/time";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { toast } from "@/components/ui/feedback/toast";
import { Pager } from "@/components/ui/navigation/pager";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type {
  JoinSettingDto,
  MembershipRequestDto,
  MembershipRequestPage,
} from "@/lib/access/join-requests/schema";

type Props = {
  first: MembershipRequestPage;
  setting: JoinSettingDto;
  maySet: boolean;
  roles: readonly RoleChoice[];
};

/** People who ask to join, and whether anybody may. */
export function JoinRequestsCard({ first, setting, maySet, roles }: Props) {
  const t = useTranslations("joinRequests");
  const client = useQueryClient();
  const router = useRouter();
  const [cursor, setCursor] = useState<string | null>(null);
  const requests = useQuery({ ...membershipRequests(cursor, first), placeholderData: keepPreviousData });
  const { data: rows, page } = requests.data ?? first;
  const [approving, setApproving] = useState<MembershipRequestDto>();
  const [declining, setDeclining] = useState<MembershipRequestDto>();
  const refresh = async () => {
    // The last one of a later page leaves an empty page behind.
    if (rows.length <= 1) setCursor(null);
    await client.invalidateQueries({ queryKey: membershipRequests.key });
    router.refresh();
  };
  return (
    <Card className="mb-6" title={t("title")} description={t("description")}>
      <div className="grid gap-4">
        <JoinSettingSwitch setting={setting} maySet={maySet} />
        {requests.error ? (
          <ErrorState error={requests.error} onRetry={() => void requests.refetch()} />
        ) : rows.length === 0 ? (
          <p className="text-fg-muted text-sm">{t("empty")}</p>
        ) : (
          <ul aria-label={t("title")} className="divide-y">
            {rows.map((request) => (
              <li key={request.id} className="flex flex-wrap items-center justify-between gap-3 py-2 text-sm">
                <span className="grid min-w-0 gap-0.5">
                  <span className="truncate font-medium">{request.person.name}</span>
                  <span className="truncate text-fg-muted">
                    {request.person.email} · <RelativeTime value={request.created_at} />
                  </span>
                  {request.note ? (
                    <span className="break-words">{t("said", { note: request.note })}</span>
                  ) : null}
                </span>
                <span className="flex gap-2">
                  <Button size="sm" onClick={() => setDeclining(request)}>
                    {t("decline.confirm")}
                  </Button>
                  <Button size="sm" variant="primary" onClick={() => setApproving(request)}>
                    {t("approve.open")}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
        <Pager next={page.next_cursor} isFirst={cursor === null} onGo={setCursor} />
      </div>
      {approving ? (
        <ApproveDialog
          request={approving}
          roles={roles}
          onClose={() => setApproving(undefined)}
          onDone={refresh}
        />
      ) : null}
      {declining ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setDeclining(undefined))}
          title={t("decline.title", { name: declining.person.name })}
          description={t("decline.description")}
          confirmLabel={t("decline.confirm")}
          onConfirm={async () => {
            await decideRequest(declining.id, { decision: "decline" });
            toast.success(t("decline.done", { name: declining.person.name }));
            await refresh();
          }}
        />
      ) : null}
    </Card>
  );
}
