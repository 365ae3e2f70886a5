import type Stripe from "stripe";
import { newId } from "./ids";
import { make } from "./objects";
import { Store } from "./store";
import type { ObjectName, Objects } from "./wire";

export const API_VERSION = "2026-10-28.endive";

type Cause = { id: string; idempotency_key: string | null };
type EmittedObject = { object: string };

/** What every operation works on: the objects, the clocks and the event log. */
export class World {
  readonly store = new Store();
  /** The API request being handled; events name it as their cause. */
  cause: Cause | null = null;
  onChange: () => void = () => {};
  onEvent: () => void = () => {};

  constructor(readonly publicUrl: string) {}

  /** Seconds since the epoch; a customer on a test clock lives in that clock's time. */
  now(customerId?: string | null): number {
    const clockId = this.store.find("customer", customerId)?.test_clock;
    const clock = this.store.find("test_helpers.test_clock", clockId);
    return clock?.frozen_time ?? Math.floor(Date.now() / 1000);
  }

  /** Records an event and queues it for every endpoint that listens to its type. */
  emit(type: Stripe.Event.Type, object: EmittedObject, previous?: Record<string, unknown>): void {
    const { store } = this;
    const customer = "customer" in object && typeof object.customer === "string" ? object.customer : null;
    const endpoints = store
      .all("webhook_endpoint")
      .filter((endpoint) => endpoint.status === "enabled" && listens(endpoint.enabled_events, type));
    const event = make("event", {
      id: newId("evt", 24),
      api_version: API_VERSION,
      created: this.now(customer),
      data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
      pending_webhooks: endpoints.length,
      request: this.cause ?? { id: null, idempotency_key: null },
      type,
    });
    store.insert("event", event);
    for (const endpoint of endpoints) {
      store.privateState.deliveries.push({
        eventId: event.id,
        endpointId: endpoint.id,
        attempts: 0,
        nextAttemptAtMs: 0,
        lastError: null,
      });
    }
    this.onEvent();
  }

  /**
   * Changes an object and emits `type` with the values it had before, if anything changed.
   * @returns whether anything changed
   */
  update<Name extends ObjectName>(
    object: Objects[Name],
    type: Stripe.Event.Type,
    change: (object: Objects[Name]) => void,
  ): boolean {
    const before = structuredClone(object);
    change(object);
    const previous = differences(before, object);
    if (Object.keys(previous).length === 0) return false;
    this.emit(type, object, previous);
    return true;
  }
}

function listens(enabled: readonly string[], type: string): boolean {
  return enabled.includes("*") || enabled.includes(type);
}

function differences(before: object, after: object): Record<string, unknown> {
  const current = new Map<string, unknown>(Object.entries(after));
  const old = new Map<string, unknown>(Object.entries(before));
  const changed: Record<string, unknown> = {};
  for (const key of new Set([...old.keys(), ...current.keys()])) {
    const value = old.get(key);
    if (JSON.stringify(value) !== JSON.stringify(current.get(key))) changed[key] = value ?? null;
  }
  return changed;
}
