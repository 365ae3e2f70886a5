import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { ExportDto, ExportLinkDto, ExportPage } from "@/lib/lifecycle/exports/schema";

const POLL_MS = 1_500;

/** The newest exports; looks again while one is being made. */
export function exportList() {
  return queryOptions({
    queryKey: ["exports"],
    queryFn: ({ signal }) => api.get<ExportPage>("/exports", { query: { limit: 20 }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some((row) => row.state === "queued" || row.state === "running") ? POLL_MS : false,
  });
}

export const requestExport = () => api.post<ExportDto>("/exports");
export const createExportLink = (id: string) => api.post<ExportLinkDto>(`/exports/${id}/link`);
