import { queryOptions } from "@tanstack/react-query";
import type {
  AccessRequestDto,
  AccessRequestPage,
  AccessVerdict,
  ReceiptPage,
} from "@/lib/access/receipts/schema";
import { api } from "@/lib/api/client";

const REQUESTS = ["access-requests"] as const;

/** The newest refusal of the page that is open: written down a moment ago, when it was rendered. */
export const refusalOfPage = (route: string) =>
  queryOptions({
    queryKey: ["receipts", route],
    queryFn: ({ signal }) => api.get<ReceiptPage>("/access/receipts", { query: { route, limit: 1 }, signal }),
  });

export const askForAccess = (receiptId: string, note: string) =>
  api.post<AccessRequestDto>(`/access/receipts/${receiptId}/requests`, { body: { note } });

/** One page of requests for the table's URL state. */
export function requestList(query: Readonly<Record<string, string>>, first?: AccessRequestPage) {
  return queryOptions({
    queryKey: [...REQUESTS, query],
    ...(first && Object.keys(query).length === 0 && { initialData: first }),
    queryFn: ({ signal }) => api.get<AccessRequestPage>("/access/requests", { query, signal }),
  });
}
requestList.key = REQUESTS;

export const answerRequest = (id: string, body: AccessVerdict) =>
  api.post<AccessRequestDto>(`/access/requests/${id}/decision`, { body });
