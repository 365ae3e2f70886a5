import { queryOptions } from "@tanstack/react-query";
import type { InviteResults } from "@/lib/access/invitations/schema";
import type { AgentDto } from "@/lib/agents/schema";
import { api } from "@/lib/api/client";
import type { ReviewMessageInput } from "@/lib/lifecycle/approval/schema";
import type { OnboardingDto, OnboardingProgress } from "@/lib/lifecycle/onboarding/schema";
import type { OperationDto } from "@/lib/lifecycle/operations/schema";
import type { SlugCheck } from "@/lib/lifecycle/slugs/schema";
import type { CreateTenantInput, TenantDto, UpdateTenantInput } from "@/lib/lifecycle/tenants/schema";

const POLL_MS = 500;
const REVIEW_POLL_MS = 10_000;

export function slugQuery(slug: string) {
  return queryOptions({
    queryKey: ["slug", slug],
    queryFn: ({ signal }) => api.get<SlugCheck>(`/slugs/${encodeURIComponent(slug)}`, { signal }),
    staleTime: 5_000,
  });
}

/** Looks twice a second until the operation has ended, now and then while people decide; a lost connection does not stop it. */
export function operationQuery(id: string, initialData: OperationDto) {
  return queryOptions({
    queryKey: ["operation", id],
    queryFn: ({ signal }) => api.get<OperationDto>(`/operations/${id}`, { signal }),
    initialData,
    staleTime: 0,
    retry: false,
    refetchInterval: ({ state: { data } }) => {
      if (data?.state === "succeeded" || data?.state === "failed") return false;
      return data?.tenant?.status === "pending_approval" ? REVIEW_POLL_MS : POLL_MS;
    },
  });
}

export const createWorkspace = (body: CreateTenantInput) =>
  api.post<{ operation: OperationDto; tenant: TenantDto }>("/tenants", { body });

export const sendReviewMessage = (operationId: string, body: ReviewMessageInput) =>
  api.post<OperationDto>(`/operations/${operationId}/messages`, { body });

export const updateWorkspace = (body: UpdateTenantInput) =>
  api.put<TenantDto>("/onboarding/workspace", { body });

export const inviteTeam = (emails: readonly string[], role: string) =>
  api.post<InviteResults>("/onboarding/invitations", {
    body: { invitations: emails.map((email) => ({ email, role })) },
  });

export const addFirstAgent = (body: { catalogue_key: string; name: string }) =>
  api.post<AgentDto>("/onboarding/agent", { body });

export const openCheckout = (plan: string, interval: string) =>
  api.post<{ checkout_url: string }>("/onboarding/checkout", { body: { plan, interval } });

export const goToStep = (step: OnboardingProgress["step"]) =>
  api.put<OnboardingDto>("/onboarding", { body: { step } });
