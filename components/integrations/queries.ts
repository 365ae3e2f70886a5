import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type {
  DeliveryPage,
  IntegrationDto,
  IntegrationInput,
  IntegrationKind,
  TestResult,
} from "@/lib/notifications/integrations/schema";

const KEY = ["integrations"] as const;

/** Every kind; the server rendered the page with them. */
export function integrations(first: IntegrationDto[]) {
  return queryOptions({
    queryKey: [...KEY],
    initialData: { data: first },
    queryFn: ({ signal }) => api.get<{ data: IntegrationDto[] }>("/integrations", { signal }),
  });
}
integrations.key = KEY;

export const deliveries = (kind: IntegrationKind) =>
  queryOptions({
    queryKey: [...KEY, kind, "deliveries"],
    queryFn: ({ signal }) => api.get<DeliveryPage>(`/integrations/${kind}/deliveries?limit=50`, { signal }),
  });

export const saveIntegration = (kind: IntegrationKind, body: IntegrationInput) =>
  api.put<IntegrationDto>(`/integrations/${kind}`, { body });
export const removeIntegration = (kind: IntegrationKind) => api.delete(`/integrations/${kind}`);
export const tryIntegration = (kind: IntegrationKind) => api.post<TestResult>(`/integrations/${kind}/test`);
