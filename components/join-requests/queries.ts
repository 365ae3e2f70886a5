import { queryOptions } from "@tanstack/react-query";
import type {
  JoinSettingDto,
  MembershipRequestDto,
  MembershipRequestPage,
  MembershipVerdict,
} from "@/lib/access/join-requests/schema";
import { api } from "@/lib/api/client";

const REQUESTS = ["membership-requests"] as const;

/** One page of those that wait for an answer; null is the first, which the server rendered. */
export function membershipRequests(cursor: string | null, first: MembershipRequestPage) {
  return queryOptions({
    queryKey: [...REQUESTS, cursor],
    ...(cursor === null && { initialData: first }),
    queryFn: ({ signal }) =>
      api.get<MembershipRequestPage>("/membership-requests", {
        query: { status: "pending", ...(cursor && { cursor }) },
        signal,
      }),
  });
}
membershipRequests.key = REQUESTS;

export const askToJoin = (id: string, note: string) =>
  api.post<void>(`/join-offers/${id}/request`, { body: { note } });
export const decideRequest = (id: string, body: MembershipVerdict) =>
  api.post<MembershipRequestDto>(`/membership-requests/${id}/decision`, { body });
export const setJoinSetting = (enabled: boolean) =>
  api.put<JoinSettingDto>("/membership-requests/setting", { body: { enabled } });
