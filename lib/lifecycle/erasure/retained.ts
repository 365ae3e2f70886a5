/** What outlives a tenant, and why. The search for leftovers allows the tenant's id in these tables and nowhere else. */
export const RETAINED: Readonly<Record<string, string>> = {
  "platform.tenants": "the id and the address, so that it never passes to somebody else",
  "platform.tenant_slugs": "former addresses, while they are in quarantine",
  "platform.tenant_keys": "that the key was destroyed and when; no key material",
  "platform.platform_events": "the platform's audit trail, without names and values",
  "platform.invoices": "bookkeeping, kept for the legal term",
  "platform.stripe_events": "bookkeeping: what the payment provider sent",
};

/** Rows that belong to a person or the account: they forget the tenant and stay. */
export const FORGETTING: readonly string[] = [
  "platform.users",
  "platform.onboarding",
  "platform.subscriptions",
  "platform.checkout_sessions",
];
