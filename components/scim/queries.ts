import { queryOptions } from "@tanstack/react-query";
import type {
  NewScimTokenDto,
  ScimDirectoryDto,
  ScimEventPage,
  ScimGroupDto,
  ScimGroupPage,
  ScimGroupRoles,
  ScimTokenInput,
  ScimUserPage,
} from "@/lib/access/scim/schema";
import { api } from "@/lib/api/client";

type Query = Readonly<Record<string, string>>;
const pathOf = (connectionId: string) => `/sso-connections/${connectionId}/directory`;

export const directoryUsers = (connectionId: string, query: Query) =>
  queryOptions({
    queryKey: ["scim", connectionId, "users", query],
    queryFn: ({ signal }) => api.get<ScimUserPage>(`${pathOf(connectionId)}/users`, { query, signal }),
  });

export const directoryGroups = (connectionId: string, query: Query) =>
  queryOptions({
    queryKey: ["scim", connectionId, "groups", query],
    queryFn: ({ signal }) => api.get<ScimGroupPage>(`${pathOf(connectionId)}/groups`, { query, signal }),
  });

export const directoryEvents = (connectionId: string, query: Query) =>
  queryOptions({
    queryKey: ["scim", connectionId, "events", query],
    queryFn: ({ signal }) => api.get<ScimEventPage>(`${pathOf(connectionId)}/events`, { query, signal }),
  });

export const turnDirectory = (connectionId: string, enabled: boolean) =>
  api.put<ScimDirectoryDto>(pathOf(connectionId), { body: { enabled } });

export const makeToken = (connectionId: string, body: ScimTokenInput) =>
  api.post<NewScimTokenDto>(`${pathOf(connectionId)}/tokens`, { body });

export const endToken = (connectionId: string, id: string) =>
  api.delete(`${pathOf(connectionId)}/tokens/${id}`);

export const bindGroup = (connectionId: string, groupId: string, body: ScimGroupRoles) =>
  api.put<ScimGroupDto>(`${pathOf(connectionId)}/groups/${groupId}`, { body });
