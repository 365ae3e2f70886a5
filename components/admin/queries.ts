import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { PlatformEventPage } from "@/lib/back-office/events/schema";
import type { FeatureFlagDto, FeatureFlagInput } from "@/lib/back-office/features/schema";
import type {
  AdminTenantPage,
  StripeSyncDto,
  SuspensionDto,
  SuspensionInput,
} from "@/lib/back-office/tenants/schema";

type Query = Readonly<Record<string, string>>;

/** One page of workspaces for the table's URL state. */
export function tenantList(query: Query) {
  return queryOptions({
    queryKey: ["admin", "tenants", query],
    queryFn: ({ signal }) => api.get<AdminTenantPage>("/admin/tenants", { query, signal }),
  });
}

/** One page of the platform's trail. */
export function eventList(query: Query) {
  return queryOptions({
    queryKey: ["admin", "events", query],
    queryFn: ({ signal }) => api.get<PlatformEventPage>("/admin/events", { query, signal }),
  });
}

export const suspendTenant = (id: string, body: SuspensionInput) =>
  api.post<SuspensionDto>(`/admin/tenants/${id}/suspension`, { body });
export const reactivateTenant = (id: string, body: SuspensionInput) =>
  api.delete<SuspensionDto>(`/admin/tenants/${id}/suspension`, { body });
export const syncTenantBilling = (id: string) => api.post<StripeSyncDto>(`/admin/tenants/${id}/stripe-sync`);
export const updateFeatureFlag = (feature: string, body: FeatureFlagInput) =>
  api.put<FeatureFlagDto>(`/admin/feature-flags/${feature}`, { body });
