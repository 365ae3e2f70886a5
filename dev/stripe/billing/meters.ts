import type { World } from "../state/world";

/** What a meter counted for a customer from `start` up to `end`. */
export function usageOf(
  world: World,
  meterId: string | null,
  customer: string,
  start: number,
  end: number,
): number {
  const meter = world.store.find("billing.meter", meterId);
  if (!meter) return 0;
  const values = world.store.privateState.meterEvents
    .filter((event) => event.eventName === meter.event_name && event.customer === customer)
    .filter((event) => event.timestamp >= start && event.timestamp < end)
    .sort((a, b) => a.timestamp - b.timestamp)
    .map((event) => event.value);
  switch (meter.default_aggregation.formula) {
    case "count":
      return values.length;
    case "last":
      return values.at(-1) ?? 0;
    default:
      return values.reduce((sum, value) => sum + value, 0);
  }
}
