import { queryOptions } from "@tanstack/react-query";
import type { MemberRoles } from "@/lib/access/members/schema";
import type {
  NewServiceAccount,
  ServiceAccountChange,
  ServiceAccountDto,
  ServiceAccountPage,
} from "@/lib/access/service-accounts/schema";
import { api } from "@/lib/api/client";

const SERVICE_ACCOUNTS = ["service-accounts"] as const;

/** One page of service accounts for the table's URL state. */
export function serviceAccountList(query: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: [...SERVICE_ACCOUNTS, query],
    queryFn: ({ signal }) => api.get<ServiceAccountPage>("/service-accounts", { query, signal }),
  });
}
serviceAccountList.key = SERVICE_ACCOUNTS;

export const createServiceAccount = (body: NewServiceAccount) =>
  api.post<ServiceAccountDto>("/service-accounts", { body });
export const changeServiceAccount = (id: string, body: ServiceAccountChange) =>
  api.put<ServiceAccountDto>(`/service-accounts/${id}`, { body });
export const setServiceAccountRoles = (id: string, body: MemberRoles) =>
  api.put<ServiceAccountDto>(`/service-accounts/${id}/roles`, { body });
export const deleteServiceAccount = (id: string) =>
  api.delete(`/service-accounts/${id}`, { query: { revoke_keys: "true" } });
