import Ajv, { type ValidateFunction } from "ajv";
import { schemas } from "../schemas/schemas";

type Fields = { [key: string]: unknown };

const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema({ $id: "stripe", definitions: schemas.definitions });

/** Checks objects as they went over the wire against the schemas derived from stripe-node's types. */
export class Conformance {
  /** How often each kind of object was checked. */
  readonly seen: Record<string, number> = {};
  /** What was wrong, one line each. */
  readonly violations: string[] = [];

  /** Checks an answer: an object, a list of them, an event with its object, a tombstone or an error. */
  check(value: unknown): void {
    if (!isFields(value)) {
      this.report("an answer is not an object");
    } else if ("error" in value) {
      this.checkError(value.error);
    } else if (value.object === "list" || value.object === "search_result") {
      this.checkList(value);
    } else if (value.deleted === true) {
      this.checkTombstone(value);
    } else {
      this.checkObject(value);
      if (value.object === "event" && isFields(value.data)) this.check(value.data.object);
    }
  }

  private checkObject(value: Fields): void {
    const name = String(value.object);
    const validate = validatorOf(name);
    this.seen[name] = (this.seen[name] ?? 0) + 1;
    if (!validate) this.report(`${name}: no schema`);
    if (!validate || validate(value)) return;
    for (const { keyword, instancePath, params } of validate.errors ?? []) {
      if (keyword !== "anyOf") this.report(`${name} ${instancePath} ${keyword} ${JSON.stringify(params)}`);
    }
  }

  private checkList(value: Fields): void {
    const { data, has_more, url } = value;
    const ok = Array.isArray(data) && typeof has_more === "boolean" && typeof url === "string";
    if (!ok) this.report(`list: ${Object.keys(value).join(", ")}`);
    for (const element of Array.isArray(data) ? data : []) this.check(element);
  }

  private checkTombstone(value: Fields): void {
    if (Object.keys(value).sort().join() !== "deleted,id,object")
      this.report(`tombstone ${JSON.stringify(value)}`);
  }

  private checkError(error: unknown): void {
    const known = ["api_error", "card_error", "idempotency_error", "invalid_request_error"];
    const ok = isFields(error) && known.includes(String(error.type)) && typeof error.message === "string";
    if (!ok) this.report(`error ${JSON.stringify(error)}`);
  }

  private report(violation: string): void {
    if (!this.violations.includes(violation)) this.violations.push(violation);
  }
}

/** Compiled on first use and kept by ajv. */
function validatorOf(name: string): ValidateFunction | undefined {
  const reference = schemas.objects[name]?.$ref;
  return reference ? ajv.getSchema(`stripe${reference}`) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
