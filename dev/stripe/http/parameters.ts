import { schemas } from "../schemas/schemas";
import type { Shape } from "../schemas/writer";
import { invalidRequest, missingParameter, type StripeError } from "./errors";
import type { FormBranch, FormNode } from "./form";

const ONLY_EXPAND: Shape = "*";
const EXPAND: Shape = { a: "s" };

/**
 * Reads the parameters of a route as stripe-node's types describe them.
 * @throws StripeError for unknown, missing and malformed parameters.
 */
export function readParameters(route: string, form: FormBranch): Record<string, unknown> {
  const shape = schemas.parameters[route] ?? ONLY_EXPAND;
  if (shape === ONLY_EXPAND) return readFields({ expand: EXPAND }, form, "");
  const value = read(shape, form, "");
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function read(shape: Shape, node: FormNode, path: string): unknown {
  if (shape === "*") return plain(node);
  if (typeof shape === "string") return readLeaf(shape, node, path);
  if ("e" in shape) return readWord(shape.e, node, path);
  if ("u" in shape) return readUnion(shape.u, node, path);
  if ("a" in shape) return readArray(shape.a, node, path);
  if ("m" in shape) return readMap(shape.m, node, path);
  if (typeof node === "string") throw invalidRequest("Invalid object", path);
  return readFields(schemas.shapes[shape.o] ?? {}, node, path);
}

function readLeaf(shape: "s" | "n" | "b", node: FormNode, path: string): unknown {
  if (typeof node !== "string") {
    const kind = shape === "s" ? "string" : shape === "n" ? "integer" : "boolean";
    throw invalidRequest(`Invalid ${kind}: ${JSON.stringify(plain(node))}`, path);
  }
  if (shape === "s") return node;
  if (shape === "b") {
    if (node !== "true" && node !== "false") throw invalidRequest(`Invalid boolean: ${node}`, path);
    return node === "true";
  }
  if (!/^-?\d+(\.\d+)?$/.test(node)) {
    throw node === ""
      ? emptyValue(path)
      : invalidRequest(`Invalid integer: ${node}`, path, "parameter_invalid_integer");
  }
  return Number(node);
}

function readWord(words: string[], node: FormNode, path: string): string {
  if (typeof node === "string" && words.includes(node)) return node;
  if (node === "") throw emptyValue(path);
  const name = path.split(/[[\]]+/).findLast((part) => part && !/^\d+$/.test(part)) ?? path;
  const choices = words.filter((word) => word !== "");
  const listed =
    choices.length > 1 ? `${choices.slice(0, -1).join(", ")}, or ${choices.at(-1)}` : choices.join("");
  throw invalidRequest(`Invalid ${name}: must be one of ${listed}`, path);
}

function readUnion(options: Shape[], node: FormNode, path: string): unknown {
  let failure: StripeError | undefined;
  for (const option of [...options].sort((a, b) => looseness(a) - looseness(b))) {
    if (!fits(option, node)) continue;
    try {
      return read(option, node, path);
    } catch (error) {
      failure ??= error as StripeError;
    }
  }
  throw failure ?? invalidRequest(`Invalid value for ${path}`, path);
}

/** Plain strings accept everything, so they are tried last. */
function looseness(shape: Shape): number {
  return shape === "s" ? 1 : 0;
}

function fits(shape: Shape, node: FormNode): boolean {
  const branch = typeof shape === "object" && !("e" in shape) && !("u" in shape);
  return shape === "*" || branch === (typeof node !== "string");
}

function readArray(element: Shape, node: FormNode, path: string): unknown[] {
  if (typeof node === "string") {
    if (node === "") return [];
    throw invalidRequest("Invalid array", path);
  }
  for (const key of node.keys()) if (!/^\d+$/.test(key)) throw invalidRequest("Invalid array", path);
  return [...node.values()].map((value, index) => read(element, value, `${path}[${index}]`));
}

function readMap(element: Shape, node: FormNode, path: string): Record<string, unknown> {
  if (typeof node === "string") throw invalidRequest("Invalid object", path);
  return Object.fromEntries([...node].map(([key, value]) => [key, read(element, value, join(path, key))]));
}

function readFields(fields: Record<string, Shape>, form: FormBranch, path: string): Record<string, unknown> {
  const unknown = [...form.keys()].filter((key) => !(key in fields) && !(`${key}!` in fields));
  if (unknown.length) throw unknownParameter(unknown.map((key) => join(path, key)));
  const values: Record<string, unknown> = {};
  for (const [declared, shape] of Object.entries(fields)) {
    const name = declared.replace(/!$/, "");
    const node = form.get(name);
    if (node !== undefined) values[name] = read(shape, node, join(path, name));
    else if (declared !== name) throw missingParameter(join(path, name));
  }
  return values;
}

function unknownParameter(names: string[]): StripeError {
  const plural = names.length > 1 ? "s" : "";
  return invalidRequest(
    `Received unknown parameter${plural}: ${names.join(", ")}`,
    names[0],
    "parameter_unknown",
  );
}

function emptyValue(path: string): StripeError {
  const message =
    `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; ` +
    `however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`;
  return invalidRequest(message, path, "parameter_invalid_empty");
}

function join(path: string, name: string): string {
  return path ? `${path}[${name}]` : name;
}

function plain(node: FormNode): unknown {
  if (typeof node === "string") return node;
  return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
}
