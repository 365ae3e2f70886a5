import { queryOptions } from "@tanstack/react-query";
import type { ApiKeyInput, ApiKeyPage, NewApiKeyDto } from "@/lib/access/api-keys/schema";
import { api } from "@/lib/api/client";

const TOKENS = ["personal-tokens"] as const;

/** One page of the reader's own tokens for the table's URL state. */
export function tokenList(query: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: [...TOKENS, query],
    queryFn: ({ signal }) => api.get<ApiKeyPage>("/personal-tokens", { query, signal }),
  });
}
tokenList.key = TOKENS;

export const createToken = ({ name, scopes, ip_allowlist, expires_in_days, rate_per_minute }: ApiKeyInput) =>
  api.post<NewApiKeyDto>("/personal-tokens", {
    body: { name, scopes, ip_allowlist, expires_in_days, rate_per_minute },
  });
export const revokeToken = (id: string) => api.delete(`/personal-tokens/${id}`);
