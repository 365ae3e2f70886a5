import { queryOptions } from "@tanstack/react-query";
import type { BatchDto, BatchInput, BatchPage, BatchPreview } from "@/lib/access/invitations/batches/schema";
import { api } from "@/lib/api/client";

const POLL_MS = 1_000;
const LISTS = ["invitation-batches"] as const;

export const previewBatch = (body: BatchInput) =>
  api.post<BatchPreview>("/invitation-batches/preview", { body });
export const startBatch = (body: BatchInput) => api.post<BatchDto>("/invitation-batches", { body });
export const cancelBatch = (id: string) => api.post<BatchDto>(`/invitation-batches/${id}/cancellation`);

/** One page of earlier lists; null is the first, which the server rendered. */
export function batchList(cursor: string | null, first: BatchPage) {
  return queryOptions({
    queryKey: [...LISTS, "page", cursor],
    ...(cursor === null && { initialData: first }),
    queryFn: ({ signal }) =>
      api.get<BatchPage>("/invitation-batches", {
        query: { limit: "10", ...(cursor && { cursor }) },
        signal,
      }),
  });
}
batchList.key = LISTS;

/** A list that is being sent, looked at every second until it is done. */
export function batchProgress(first: BatchDto) {
  return queryOptions({
    queryKey: [...LISTS, first.id],
    initialData: first,
    queryFn: ({ signal }) => api.get<BatchDto>(`/invitation-batches/${first.id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.status === "done" ? false : POLL_MS),
  });
}
