import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type {
  ApprovalList,
  ApprovalPage,
  ApprovalStateDto,
  DecisionInput,
  SnoozeInput,
} from "@/lib/back-office/approvals/schema";
import type { PlatformSettingsDto, PlatformSettingsInput } from "@/lib/back-office/settings/schema";
import type { ReviewMessageInput } from "@/lib/lifecycle/approval/schema";

const QUEUE_POLL_MS = 15_000;
const PROGRESS_POLL_MS = 1_000;
const PAGE = 50;

/** One list of requests; looks again now and then, and every second while an approved one is being set up. */
export function approvalList(list: ApprovalList, cursor: string | null) {
  return queryOptions({
    queryKey: ["admin", "approvals", list, cursor],
    queryFn: ({ signal }) =>
      api.get<ApprovalPage>("/admin/approvals", { query: { list, cursor, limit: PAGE }, signal }),
    refetchInterval: ({ state }) => {
      const isSettingUp = state.data?.data.some(
        (row) => row.state === "approved" && ["pending", "running"].includes(row.progress.state),
      );
      return isSettingUp ? PROGRESS_POLL_MS : QUEUE_POLL_MS;
    },
  });
}

export const decideApproval = (id: string, body: DecisionInput) =>
  api.post<ApprovalStateDto>(`/admin/approvals/${id}/decision`, { body });
export const askApplicant = (id: string, body: ReviewMessageInput) =>
  api.post<ApprovalStateDto>(`/admin/approvals/${id}/messages`, { body });
export const snoozeApproval = (id: string, body: SnoozeInput) =>
  api.put<ApprovalStateDto>(`/admin/approvals/${id}/snooze`, { body });
export const savePlatformSettings = (body: PlatformSettingsInput) =>
  api.put<PlatformSettingsDto>("/admin/settings", { body });
