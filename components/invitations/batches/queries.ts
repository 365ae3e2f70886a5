import { queryOptions } from "@tanstack/react-query";
import type { BatchDto, BatchInput, BatchPreview } from "@/lib/access/invitations/batches/schema";
import { api } from "@/lib/api/client";

const POLL_MS = 1_000;

export const previewBatch = (body: BatchInput) =>
  api.post<BatchPreview>("/invitation-batches/preview", { body });
export const startBatch = (body: BatchInput) => api.post<BatchDto>("/invitation-batches", { body });

/** A list that is being sent, looked at every second until it is done. */
export function batchProgress(first: BatchDto) {
  return queryOptions({
    queryKey: ["invitation-batches", first.id],
    initialData: first,
    queryFn: ({ signal }) => api.get<BatchDto>(`/invitation-batches/${first.id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.status === "done" ? false : POLL_MS),
  });
}
