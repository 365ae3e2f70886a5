import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { type PreviewDto, previewDto, type SubscriptionDto, subscriptionDto } from "@/lib/billing/schema";
import type { BillingInterval } from "@/lib/entitlements/catalogue";

export type Terms = { plan: "starter" | "professional" | "enterprise"; interval: BillingInterval };

/** What a change would cost. Fresh each time: the amount depends on the second it is asked for. */
export function previewQuery(terms: Terms) {
  return queryOptions({
    queryKey: ["billing", "preview", terms.plan, terms.interval],
    queryFn: ({ signal }): Promise<PreviewDto> =>
      api.get("/billing/preview", { query: terms, schema: previewDto, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Opens Checkout in this window. A navigation, not a form: the page's policy lets forms post only to us. */
export async function goToCheckout(terms: Terms): Promise<void> {
  const { checkout_url } = await api.post<{ checkout_url: string }>("/subscriptions", { body: terms });
  window.location.assign(checkout_url);
}

export async function goToPortal(flow: "home" | "payment_method" = "home"): Promise<void> {
  const { url } = await api.post<{ url: string }>("/billing/portal-session", { body: { flow } });
  window.location.assign(url);
}

export function changePlan(
  id: string,
  terms: Terms,
  prorationDate?: number | null,
): Promise<SubscriptionDto> {
  const body = { ...terms, ...(prorationDate && { proration_date: prorationDate }) };
  return api.put(`/subscriptions/${id}`, { body, schema: subscriptionDto });
}

export function cancelPlan(id: string, body: { reason: string; comment?: string }): Promise<SubscriptionDto> {
  return api.post(`/subscriptions/${id}/cancel`, { body, schema: subscriptionDto });
}

export function resumePlan(id: string): Promise<SubscriptionDto> {
  return api.post(`/subscriptions/${id}/resume`, { schema: subscriptionDto });
}
