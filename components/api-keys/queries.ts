import { queryOptions } from "@tanstack/react-query";
import type {
  ApiKeyChange,
  ApiKeyDto,
  ApiKeyInput,
  ApiKeyPage,
  KeyRotation,
  NewApiKeyDto,
} from "@/lib/access/api-keys/schema";
import { api } from "@/lib/api/client";

const API_KEYS = ["api-keys"] as const;

/** One page of keys for the table's URL state. */
export function apiKeyList(query: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: [...API_KEYS, query],
    queryFn: ({ signal }) => api.get<ApiKeyPage>("/api-keys", { query, signal }),
  });
}
apiKeyList.key = API_KEYS;

export const createApiKey = (body: ApiKeyInput) => api.post<NewApiKeyDto>("/api-keys", { body });
export const rotateApiKey = (id: string, body: KeyRotation) =>
  api.post<NewApiKeyDto>(`/api-keys/${id}/rotations`, { body });
export const changeApiKey = (id: string, body: ApiKeyChange) =>
  api.put<ApiKeyDto>(`/api-keys/${id}`, { body });
export const revokeApiKey = (id: string, versions: "one" | "all" = "one") =>
  api.delete(`/api-keys/${id}`, { query: { versions } });
