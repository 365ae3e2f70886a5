import { alternatives, objectSchema, schemas } from "../schemas/schemas";
import type { JsonSchema } from "../schemas/writer";
import { list } from "../state/objects";
import type { Answer } from "../state/wire";
import type { World } from "../state/world";
import { invalidRequest } from "./errors";

type Fields = Record<string, unknown>;

/** Fields that are sent only when they are asked for, by object and name. */
const INCLUDED_ON_REQUEST: Record<string, (world: World, id: string) => object> = {
  "checkout.session line_items": (world, id) => {
    const items = world.store.privateState.checkouts[id]?.items ?? [];
    return list(items, `/v1/checkout/sessions/${id}/line_items`);
  },
  "invoice payments": (world, id) => {
    const payments = world.store.all("invoice_payment").filter((payment) => payment.invoice === id);
    return list(payments, "/v1/invoice_payments");
  },
  "customer subscriptions": (world, id) => {
    const live = world.store.all("subscription").filter((s) => s.customer === id && s.status !== "canceled");
    return list(live, `/v1/customers/${id}/subscriptions`);
  },
  "customer tax_ids": (world, id) => {
    const taxIds = world.store.all("tax_id").filter((taxId) => taxId.customer === id);
    return list(taxIds, `/v1/customers/${id}/tax_ids`);
  },
};

/**
 * Puts objects in the place of their ids, along paths such as `data.latest_invoice.payments`.
 * @throws StripeError for a path that cannot be expanded
 */
export function expand(world: World, answer: Answer, paths: string[]): Answer {
  const copy = structuredClone(answer);
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > 4)
      throw invalidRequest("You can only expand up to four levels of a property.", "expand");
    follow(world, copy, steps, undefined);
  }
  return copy;
}

function follow(world: World, target: Fields, steps: string[], schema: JsonSchema | undefined): void {
  const [step = "", ...rest] = steps;
  if (target.object === "list" && step === "data") {
    for (const element of asArray(target.data))
      if (isFields(element)) follow(world, element, rest, undefined);
    return;
  }
  const properties = propertiesOf(target, schema);
  const include = INCLUDED_ON_REQUEST[`${target.object} ${step}`];
  if (include && typeof target.id === "string") target[step] ??= structuredClone(include(world, target.id));
  const property = properties?.[step];
  if (properties && !property) throw cannotExpand(step);
  if (typeof target[step] === "string") target[step] = objectBehind(world, target[step], step, property);
  const value = target[step];
  if (rest.length === 0) return;
  const inner = property ? referenced(property) : undefined;
  for (const element of Array.isArray(value) ? value : [value]) {
    if (isFields(element)) follow(world, element, rest, inner);
  }
}

function objectBehind(world: World, id: string, step: string, property: JsonSchema | undefined): object {
  const expandable = !property || alternatives(property).some((option) => "$ref" in option);
  const object = expandable ? world.store.findAny(id) : undefined;
  if (!object) throw cannotExpand(step);
  return structuredClone(object);
}

function propertiesOf(
  target: Fields,
  schema: JsonSchema | undefined,
): Record<string, JsonSchema> | undefined {
  if (typeof target.object === "string" && target.object !== "list")
    return objectSchema(target.object)?.properties;
  const properties = schema?.properties;
  return isFields(properties) ? (properties as Record<string, JsonSchema>) : undefined;
}

function referenced(property: JsonSchema): JsonSchema | undefined {
  const reference = alternatives(property).find((option) => typeof option.$ref === "string")?.$ref;
  return typeof reference === "string"
    ? schemas.definitions[reference.slice("#/definitions/".length)]
    : undefined;
}

function cannotExpand(step: string) {
  return invalidRequest(`This property cannot be expanded (${step}).`, "expand");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
