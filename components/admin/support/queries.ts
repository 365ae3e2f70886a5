import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type {
  AdminSupportSessionPage,
  StartedSupportDto,
  SupportRequestedDto,
  SupportWish,
} from "@/lib/back-office/support/schema";

/** One page of support sessions. */
export function supportSessionList(query: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: ["admin", "support-sessions", query],
    queryFn: ({ signal }) => api.get<AdminSupportSessionPage>("/admin/support-sessions", { query, signal }),
  });
}

export const startSupport = (body: SupportWish) =>
  api.post<StartedSupportDto>("/admin/support-sessions", { body });
export const askSupport = (body: SupportWish) =>
  api.post<SupportRequestedDto>("/admin/support-requests", { body });
export const endSupport = (id: string) => api.delete(`/admin/support-sessions/${id}`);
