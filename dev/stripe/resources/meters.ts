import type Stripe from "stripe";
import { usageOf } from "../billing/meters";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { type Route, route } from "../http/router";
import { newId, randomWord } from "../state/ids";
import { make } from "../state/objects";
import type { Objects, Wire } from "../state/wire";
import type { World } from "../state/world";

/** Stripe takes events up to 35 days late and 5 minutes early. */
const LATEST_S = 35 * 24 * 60 * 60;
const EARLIEST_S = 5 * 60;

export const meterRoutes: Route[] = [
  route<Stripe.Billing.MeterCreateParams>("POST /v1/billing/meters", (world, params) => {
    const taken = world.store
      .all("billing.meter")
      .some((meter) => meter.event_name === params.event_name && meter.status === "active");
    if (taken) {
      const message = `There is already an active meter with the event name ${params.event_name}.`;
      throw invalidRequest(message, "event_name", "resource_already_exists");
    }
    const now = world.now();
    const meter = make("billing.meter", {
      id: newId("mtr_test", 32),
      created: now,
      customer_mapping: params.customer_mapping ?? { event_payload_key: "stripe_customer_id", type: "by_id" },
      default_aggregation: params.default_aggregation,
      display_name: params.display_name,
      event_name: params.event_name,
      event_time_window: params.event_time_window ?? null,
      status: "active",
      status_transitions: { deactivated_at: null },
      updated: now,
      value_settings: params.value_settings ?? { event_payload_key: "value" },
    });
    world.store.insert("billing.meter", meter);
    world.emit("billing.meter.created", meter);
    return meter;
  }),
  route<Stripe.Billing.MeterListParams>("GET /v1/billing/meters", (world, params) => {
    const found = world.store
      .all("billing.meter")
      .filter((meter) => !params.status || meter.status === params.status);
    return page(found, params, "/v1/billing/meters");
  }),
  route("GET /v1/billing/meters/:id", (world, _params, id) => world.store.get("billing.meter", id)),
  route<Stripe.Billing.MeterListEventSummariesParams>(
    "GET /v1/billing/meters/:id/event_summaries",
    (world, params, id) => {
      const { customer, start_time, end_time } = params;
      const summary = make("billing.meter_event_summary", {
        id: newId("mtrusg_test", 24),
        aggregated_value: usageOf(
          world,
          world.store.get("billing.meter", id).id,
          customer,
          start_time,
          end_time,
        ),
        end_time,
        meter: id,
        start_time,
      });
      return page([summary], params, `/v1/billing/meters/${id}/event_summaries`);
    },
  ),
  route<Stripe.Billing.MeterEventCreateParams>("POST /v1/billing/meter_events", createMeterEvent),
];

function createMeterEvent(
  world: World,
  params: Wire<Stripe.Billing.MeterEventCreateParams>,
): Objects["billing.meter_event"] {
  const { meterEvents } = world.store.privateState;
  const meter = world.store
    .all("billing.meter")
    .find((candidate) => candidate.event_name === params.event_name && candidate.status === "active");
  if (!meter) {
    throw invalidRequest(
      `No active meter found for event name ${params.event_name}`,
      "event_name",
      "resource_missing",
    );
  }
  const customerKey = meter.customer_mapping.event_payload_key;
  const valueKey = meter.value_settings.event_payload_key;
  const customer = params.payload[customerKey];
  const value = params.payload[valueKey];
  if (!customer) throw missingParameter(`payload[${customerKey}]`);
  if (!value) throw missingParameter(`payload[${valueKey}]`);
  if (!/^\d+$/.test(value)) {
    throw invalidRequest(
      `The value in the meter event payload must be a whole number; it is ${value}.`,
      "payload",
    );
  }
  const identifier = params.identifier ?? randomWord(32);
  if (meterEvents.some((event) => event.identifier === identifier)) {
    throw invalidRequest(`An event already exists with identifier ${identifier}.`, "identifier");
  }
  const now = world.now(customer);
  const timestamp = params.timestamp ?? now;
  if (timestamp < now - LATEST_S) {
    throw invalidRequest("The timestamp is too far in the past.", "timestamp", "timestamp_too_far_in_past");
  }
  if (timestamp > now + EARLIEST_S) {
    throw invalidRequest("The timestamp is in the future.", "timestamp", "timestamp_in_future");
  }
  meterEvents.push({ identifier, eventName: params.event_name, customer, value: Number(value), timestamp });
  return make("billing.meter_event", {
    created: now,
    event_name: params.event_name,
    identifier,
    payload: params.payload,
    timestamp,
  });
}
