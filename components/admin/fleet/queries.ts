import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { CellDto, CellInput } from "@/lib/back-office/cells/schema";
import type { FleetRetryDto, FleetTenantPage } from "@/lib/back-office/fleet/schema";

const WATCH_MS = 3_000;

/** One page of a cell's workspaces with the state of their schema; asked again while somebody watches. */
export function fleetList(query: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: ["admin", "fleet", query],
    queryFn: ({ signal }) => api.get<FleetTenantPage>("/admin/migrations/tenants", { query, signal }),
    refetchInterval: WATCH_MS,
  });
}

export const retryMigration = (id: string) =>
  api.post<FleetRetryDto>(`/admin/migrations/tenants/${id}/retries`);
export const updateCell = (name: string, body: CellInput) =>
  api.put<CellDto>(`/admin/cells/${name}`, { body });
