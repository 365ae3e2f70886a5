import "server-only";
import { isObject, partOf } from "./attribute-path";
import type { Json } from "./definitions";
import { badRequest } from "./scim-error";

export type Operation = {
  op: "add" | "replace" | "remove";
  path: string;
  value: Json | undefined;
  /** False for a part of a value without a path: what nobody knows there is passed over. */
  named: boolean;
};

const MAX_OPERATIONS = 1_000;
const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/**
 * The changes that a PATCH body names, one for each attribute. Entra writes "Add" and "Replace", and puts several
 * attributes into one value without a path: each of them becomes a change of its own.
 * @throws ScimError invalidSyntax, invalidValue, noTarget
 */
export function readOperations(body: Json): Operation[] {
  const raw = isObject(body) ? partOf(body, "Operations") : undefined;
  const schemas = isObject(body) ? partOf(body, "schemas") : undefined;
  if (!Array.isArray(raw) || raw.length === 0) throw badRequest("invalidSyntax", "Operations are missing.");
  if (Array.isArray(schemas) && !schemas.some((entry) => same(entry, PATCH_SCHEMA))) {
    throw badRequest("invalidSyntax", `schemas has to name ${PATCH_SCHEMA}.`);
  }
  if (raw.length > MAX_OPERATIONS) {
    throw badRequest("invalidSyntax", `A PATCH has at most ${MAX_OPERATIONS} operations.`);
  }
  return raw.flatMap(readOperation);
}

function readOperation(raw: Json): Operation[] {
  if (!isObject(raw)) throw badRequest("invalidSyntax", "An operation is no object.");
  const word = String(partOf(raw, "op") ?? "").toLowerCase();
  const op = (["add", "replace", "remove"] as const).find((entry) => entry === word);
  if (!op) throw badRequest("invalidSyntax", `"${word.slice(0, 40)}" is no operation.`);
  const path = partOf(raw, "path");
  const value = partOf(raw, "value");
  if (typeof path === "string" && path.trim() !== "") return [{ op, path: path.trim(), value, named: true }];
  if (path !== undefined && path !== null && path !== "")
    throw badRequest("invalidSyntax", "path is no text.");
  if (op === "remove") throw badRequest("noTarget", "A removal needs a path.");
  if (!isObject(value)) throw badRequest("invalidValue", "Without a path, value has to be an object.");
  return Object.entries(value).map(([key, part]) => ({ op, path: key, value: part, named: false }));
}

const same = (a: Json, b: string) => typeof a === "string" && a.toLowerCase() === b.toLowerCase();
