import type { IncomingMessage, ServerResponse } from "node:http";
import { StripeError } from "./http/errors";
import { expireCheckout } from "./resources/checkout-sessions";
import type { Deliverer } from "./state/deliveries";
import { FAULT_KINDS, type Fault } from "./state/private-state";
import type { Subscription } from "./state/wire";
import type { World } from "./state/world";
import { completeCheckout } from "./subscriptions/complete-checkout";
import { declineNext, endPeriodNow } from "./subscriptions/switches";

type Input = {
  times?: number;
  decline_code?: string;
  number?: string;
  email?: string;
  name?: string;
  status?: Subscription["status"];
  kind?: string;
  match?: string;
  delay_ms?: number;
};
type Control = (world: World, id: string, input: Input, deliverer: Deliverer) => unknown;

/** Switches of the simulator. Stripe has no such API, hence their own prefix. */
const CONTROLS: Record<string, Control> = {
  "GET health": () => ({ ok: true }),
  "GET events": (world) => world.store.all("event"),
  "GET deliveries": (world) => world.store.privateState.deliveries,
  "POST faults": (world, _id, input) => addFault(world, input),
  "POST faults/clear": (world) => {
    world.store.privateState.faults = [];
  },
  "POST deliveries/hold": (world) => setHeld(world, true),
  "POST deliveries/release": (world, _id, _input, deliverer) => {
    setHeld(world, false);
    makeDue(world);
    deliverer.wake();
    return world.store.privateState.deliveries.length;
  },
  "POST deliveries/shuffle": (world) => shuffleDeliveries(world),
  "POST deliveries/drop": (world) => {
    world.store.privateState.deliveries = [];
  },
  "POST deliveries/settle": (_world, _id, _input, deliverer) => deliverer.settle(),
  "POST events/:id/redeliver": (world, id, input, deliverer) =>
    redeliver(world, id, input.times ?? 1, deliverer),
  "POST customers/:id/decline-next": (world, id, input) => {
    const code = input.decline_code ?? "generic_decline";
    declineNext(world, world.store.get("customer", id).id, code, input.times ?? 1);
  },
  "POST subscriptions/:id/advance": (world, id) => endPeriodNow(world, world.store.get("subscription", id)),
  "POST subscriptions/:id/past-due": (world, id) => {
    const subscription = world.store.get("subscription", id);
    declineNext(world, subscription.customer, "generic_decline", 1);
    return endPeriodNow(world, subscription);
  },
  "POST subscriptions/:id/status": (world, id, input) => {
    const subscription = world.store.get("subscription", id);
    world.update(subscription, "customer.subscription.updated", () => {
      subscription.status = input.status ?? subscription.status;
    });
    return subscription;
  },
  "POST checkout/:id/complete": (world, id, input) => {
    const session = world.store.get("checkout.session", id);
    completeCheckout(world, session, {
      number: input.number ?? "4242424242424242",
      expMonth: 12,
      expYear: new Date().getUTCFullYear() + 4,
      name: input.name ?? "Test Person",
      email: input.email ?? session.customer_details?.email ?? "person@example.com",
      country: "NL",
    });
    return session;
  },
  "POST checkout/:id/expire": (world, id) => expireCheckout(world, world.store.get("checkout.session", id)),
};

export async function answerControl(
  world: World,
  deliverer: Deliverer,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(`${JSON.stringify(value ?? { ok: true }, null, 2)}\n`);
  };
  const [, , ...segments] = new URL(request.url ?? "/", "http://simulator").pathname.split("/");
  const [area = "", id = "", ...rest] = segments;
  const exact = CONTROLS[`${request.method} ${segments.join("/")}`];
  const control = exact ?? CONTROLS[`${request.method} ${[area, ":id", ...rest].join("/")}`];
  if (!control) {
    reply(404, { error: "No such control.", controls: Object.keys(CONTROLS) });
    return;
  }
  try {
    const input: Input = body ? JSON.parse(body) : {};
    reply(200, await control(world, id, input, deliverer));
  } catch (error) {
    if (!(error instanceof StripeError || error instanceof SyntaxError)) throw error;
    reply(error instanceof StripeError ? error.status : 400, { error: error.message });
  } finally {
    if (request.method !== "GET") world.onChange();
  }
}

function addFault(world: World, { kind, times, match, delay_ms: delayMs }: Input): Fault[] {
  const known = FAULT_KINDS.find((candidate) => candidate === kind);
  if (!known)
    throw new StripeError(400, "invalid_request_error", `kind must be one of ${FAULT_KINDS.join(", ")}`);
  const fault: Fault = {
    kind: known,
    times: times ?? 1,
    ...(match && { match }),
    ...(delayMs && { delayMs }),
  };
  world.store.privateState.faults.push(fault);
  return world.store.privateState.faults;
}

function setHeld(world: World, held: boolean): void {
  world.store.privateState.deliveryHeld = held;
}

function makeDue(world: World): void {
  for (const delivery of world.store.privateState.deliveries) delivery.nextAttemptAtMs = 0;
}

/** Puts the waiting deliveries in a random order. */
function shuffleDeliveries(world: World): string[] {
  const { deliveries } = world.store.privateState;
  for (let last = deliveries.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    const [a, b] = [deliveries[last], deliveries[other]];
    if (a && b) [deliveries[last], deliveries[other]] = [b, a];
  }
  return deliveries.map((delivery) => delivery.eventId);
}

function redeliver(world: World, eventId: string, times: number, deliverer: Deliverer): void {
  const event = world.store.get("event", eventId);
  for (const endpoint of world.store.all("webhook_endpoint")) {
    for (let count = 0; count < Math.min(times, 1000); count += 1) {
      const delivery = {
        eventId: event.id,
        endpointId: endpoint.id,
        attempts: 0,
        nextAttemptAtMs: 0,
        lastError: null,
      };
      world.store.privateState.deliveries.push(delivery);
    }
  }
  deliverer.wake();
}
