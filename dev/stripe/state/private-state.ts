import type { Objects } from "./wire";

/** How a card behaves: it pays, the bank refuses it with a code, or only its first payment succeeds. */
export type CardBehaviour = { kind: "pays" | "fails_later" } | { kind: "declines"; declineCode: string };

/** What a Checkout session was asked to do; Stripe does not show it on the object. */
export type CheckoutDetails = {
  items: Objects["item"][];
  subscriptionData: {
    metadata?: Record<string, string>;
    description?: string;
    trial_period_days?: number;
    trial_end?: number;
  };
  setupMetadata: Record<string, string>;
};

export type StoredAnswer = {
  fingerprint: string;
  path: string;
  status: number;
  body: unknown;
  requestId: string;
  createdAtMs: number;
};

export type Delivery = {
  eventId: string;
  endpointId: string;
  attempts: number;
  nextAttemptAtMs: number;
  lastError: string | null;
};

export const FAULT_KINDS = [
  "error",
  "garbage",
  "hang",
  "lost_answer",
  "rate_limit",
  "reset",
  "slow",
] as const;

/** Trouble for the next `times` API requests whose method and path contain `match`. */
export type Fault = { kind: (typeof FAULT_KINDS)[number]; times: number; match?: string; delayMs?: number };

/** State that has no Stripe object. Kept across restarts like the objects. */
export type PrivateState = {
  cards: Record<string, CardBehaviour>;
  checkouts: Record<string, CheckoutDetails>;
  webhookSecrets: Record<string, string>;
  idempotency: Record<string, StoredAnswer>;
  deliveries: Delivery[];
  deliveryHeld: boolean;
  /** Next payments of a customer that the bank refuses, by customer id. */
  forcedDeclines: Record<string, string[]>;
  meterEvents: MeterEvent[];
  faults: Fault[];
};

export type MeterEvent = {
  identifier: string;
  eventName: string;
  customer: string;
  value: number;
  timestamp: number;
};

export function newPrivateState(): PrivateState {
  return {
    cards: {},
    checkouts: {},
    webhookSecrets: {},
    idempotency: {},
    deliveries: [],
    deliveryHeld: false,
    forcedDeclines: {},
    meterEvents: [],
    faults: [],
  };
}
