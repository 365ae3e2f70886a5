import { queryOptions } from "@tanstack/react-query";
import type {
  SupportDecision,
  SupportRequestDto,
  SupportRequestPage,
  SupportSessionPage,
} from "@/lib/access/support/schema";
import { api } from "@/lib/api/client";

/** How often a page that shows who is here asks again. */
const REFRESH_MS = 10_000;

/** One page of this workspace's support sessions. */
export function supportSessionList(query: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: ["support-sessions", query],
    queryFn: ({ signal }) => api.get<SupportSessionPage>("/support-sessions", { query, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** One page of what support asked for; null is the first. */
export function supportRequestList(cursor: string | null) {
  return queryOptions({
    queryKey: ["support-requests", cursor],
    queryFn: ({ signal }) =>
      api.get<SupportRequestPage>("/support-requests", { query: cursor ? { cursor } : {}, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export const decideSupport = (id: string, body: SupportDecision) =>
  api.post<SupportRequestDto>(`/support-requests/${id}/decision`, { body });
export const endSupport = (id: string) => api.delete(`/support-sessions/${id}`);
