import type { BillingState } from "@/lib/core/context";

const DAY_MS = 86_400_000;
/** Full use after a failed payment, then read-only, then closed. The mails and the banner name the same days. */
export const GRACE_DAYS = 7;
export const RESTRICTED_DAYS = 14;

export type SubscriptionFacts = { status: string; pastDueSince: Date | null };

/** What an account's subscriptions mean for what it may do. Pure: same facts and time, same answer. */
export function deriveBillingState(subscriptions: readonly SubscriptionFacts[], now: Date): BillingState {
  const states = subscriptions.map((subscription) => stateOf(subscription, now));
  return PRECEDENCE.find((state) => states.includes(state)) ?? "none";
}

/** A live subscription decides over one that has ended. */
const PRECEDENCE: readonly BillingState[] = [
  "active",
  "trialing",
  "grace",
  "restricted",
  "suspended",
  "ended",
];

function stateOf({ status, pastDueSince }: SubscriptionFacts, now: Date): BillingState {
  switch (status) {
    case "active":
      return "active";
    case "trialing":
      return "trialing";
    case "past_due":
    case "unpaid":
      return stepOf(pastDueSince, now);
    case "paused":
      return "restricted";
    case "canceled":
      return "ended";
    // incomplete and incomplete_expired: the first payment never succeeded, so there was no subscription.
    default:
      return "none";
  }
}

function stepOf(pastDueSince: Date | null, now: Date): BillingState {
  const days = pastDueSince ? (now.getTime() - pastDueSince.getTime()) / DAY_MS : 0;
  if (days < GRACE_DAYS) return "grace";
  return days < RESTRICTED_DAYS ? "restricted" : "suspended";
}

/** When the next step of the ladder comes, for the banner and the mails; null outside it. */
export function nextStep(
  state: BillingState,
  pastDueSince: Date | null,
): { state: "restricted" | "suspended"; at: Date } | null {
  if (!pastDueSince) return null;
  const after = (days: number) => new Date(pastDueSince.getTime() + days * DAY_MS);
  if (state === "grace") return { state: "restricted", at: after(GRACE_DAYS) };
  if (state === "restricted") return { state: "suspended", at: after(RESTRICTED_DAYS) };
  return null;
}
