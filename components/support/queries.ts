import { queryOptions } from "@tanstack/react-query";
import type { SupportDecision, SupportRequestDto, SupportSessionPage } from "@/lib/access/support/schema";
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

/** What support asked for. */
export function supportRequestList() {
  return queryOptions({
    queryKey: ["support-requests"],
    queryFn: ({ signal }) => api.get<{ data: SupportRequestDto[] }>("/support-requests", { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export const decideSupport = (id: string, body: SupportDecision) =>
  api.post<SupportRequestDto>(`/support-requests/${id}/decision`, { body });
export const endSupport = (id: string) => api.delete(`/support-sessions/${id}`);
