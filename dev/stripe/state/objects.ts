import { alternatives, objectSchema } from "../schemas/schemas";
import type { List, ObjectName, Objects } from "./wire";

type RequiredKeys<T> = { [Key in keyof T]-?: undefined extends T[Key] ? never : Key }[keyof T];
type Defaulted = "object" | "livemode";
type GivenKeys<T> = { [Key in RequiredKeys<T>]: null extends T[Key] ? never : Key }[RequiredKeys<T>];

/** The fields a new object needs: those that may be null start as null. */
export type Given<T> = Pick<T, Exclude<GivenKeys<T>, Defaulted>> & Partial<T>;

/** Makes an object with every field Stripe sends; nullable fields that are not given are null. */
export function make<Name extends ObjectName>(name: Name, fields: Given<Objects[Name]>): Objects[Name] {
  const schema = objectSchema(name);
  if (!schema) throw new Error(`no schema for ${name}`);
  const made: Record<string, unknown> = {};
  const given: Record<string, unknown> = { ...fields, object: name };
  for (const key of schema.required ?? []) {
    if (key === "livemode") made[key] = false;
    else if (given[key] === undefined && allowsNull(schema.properties[key])) made[key] = null;
  }
  return complete<Objects[Name]>({ ...made, ...defined(given) });
}

export function list<T>(data: T[], url: string): List<T> {
  return { object: "list", data, has_more: false, url };
}

function allowsNull(schema: Record<string, unknown> | undefined): boolean {
  return schema !== undefined && alternatives(schema).some((option) => option.type === "null");
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Safe because `Given` demands what has no default and the loop above fills in the rest. */
function complete<T>(fields: object): T {
  return fields as T;
}
