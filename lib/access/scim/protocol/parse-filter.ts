import "server-only";
import { type AttributeName, parseAttributeName } from "./attribute-path";
import { badRequest, type ScimError } from "./scim-error";

export const COMPARISONS = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A name with the elements of it that count: `emails[type eq "work"].value`. */
export type FilterPath = AttributeName & { attribute: string; where: Filter | null };
export type Filter =
  | { kind: "and" | "or"; parts: Filter[] }
  | { kind: "not"; part: Filter }
  | { kind: "present"; path: FilterPath }
  | { kind: "compare"; path: FilterPath; op: Comparison; value: string | number | boolean | null };

const MAX_LENGTH = 2_000;
const MAX_TERMS = 50;
const MAX_DEPTH = 20;
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|(\.[A-Za-z$][\w$-]*)|([^\s()[\]"]+))/y;

type Reader = { tokens: string[]; at: number; terms: number; fail: (why: string) => ScimError };

/**
 * Reads a filter of RFC 7644 §3.4.2.2, and beyond it `emails[type eq "work"].value eq "…"`, which providers send.
 * @throws ScimError invalidFilter
 */
export function parseFilter(text: string): Filter {
  const reader = open(text, (why) => badRequest("invalidFilter", `The filter is not valid: ${why}.`));
  const filter = either(reader, 0);
  if (reader.at < reader.tokens.length) throw reader.fail(`"${reader.tokens[reader.at]}" is too much`);
  return filter;
}

/**
 * Reads the path of a change: a name, with or without the elements that it means.
 * @throws ScimError invalidPath
 */
export function parsePath(text: string): AttributeName & { where: Filter | null } {
  const fail = (why: string) => badRequest("invalidPath", `The path is not valid: ${why}.`);
  const whole = parseAttributeName(text.trim());
  if (whole) return { ...whole, where: null };
  const reader = open(text, fail);
  const path = readPath(reader, 0);
  if (reader.at < reader.tokens.length) throw fail(`"${reader.tokens[reader.at]}" is too much`);
  return path;
}

function open(text: string, fail: Reader["fail"]): Reader {
  if (text.length > MAX_LENGTH) throw fail(`it is longer than ${MAX_LENGTH} characters`);
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw fail("a text is not closed");
    tokens.push(match[0].trimStart());
  }
  if (tokens.length === 0) throw fail("it is empty");
  return { tokens, at: 0, terms: 0, fail };
}

function either(reader: Reader, depth: number): Filter {
  return joined(reader, "or", () => joined(reader, "and", () => term(reader, depth)));
}

function joined(reader: Reader, word: "and" | "or", next: () => Filter): Filter {
  const parts = [next()];
  while (reader.tokens[reader.at]?.toLowerCase() === word) {
    reader.at += 1;
    parts.push(next());
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: word, parts };
}

function term(reader: Reader, depth: number): Filter {
  reader.terms += 1;
  if (depth > MAX_DEPTH || reader.terms > MAX_TERMS) throw reader.fail("it is too long");
  const token = reader.tokens[reader.at];
  const following = reader.tokens[reader.at + 1];
  if (token?.toLowerCase() === "not" && following === "(") {
    reader.at += 2;
    return { kind: "not", part: inside(reader, ")", depth) };
  }
  if (token === "(") {
    reader.at += 1;
    return inside(reader, ")", depth);
  }
  const path = readPath(reader, depth);
  const word = reader.tokens[reader.at]?.toLowerCase();
  if (word === "pr") {
    reader.at += 1;
    return { kind: "present", path };
  }
  const op = COMPARISONS.find((entry) => entry === word);
  if (op) {
    reader.at += 1;
    return { kind: "compare", path, op, value: literal(reader, op) };
  }
  // `emails[type eq "work"]` by itself asks whether there is one.
  if (path.where) return { kind: "present", path };
  throw reader.fail(`"${word ?? ""}" is no operator`);
}

function inside(reader: Reader, end: string, depth: number): Filter {
  const filter = either(reader, depth + 1);
  if (reader.tokens[reader.at] !== end) throw reader.fail(`"${end}" is missing`);
  reader.at += 1;
  return filter;
}

function readPath(reader: Reader, depth: number): FilterPath {
  const text = reader.tokens[reader.at] ?? "";
  const name = parseAttributeName(text);
  if (!name || name.attribute === null) throw reader.fail(`"${text}" is no attribute`);
  reader.at += 1;
  const path = { ...name, attribute: name.attribute };
  if (reader.tokens[reader.at] !== "[") return { ...path, where: null };
  reader.at += 1;
  const where = inside(reader, "]", depth);
  const after = reader.tokens[reader.at];
  if (!after?.startsWith(".")) return { ...path, where };
  reader.at += 1;
  return { ...path, where, sub: after.slice(1) };
}

function literal(reader: Reader, op: Comparison): string | number | boolean | null {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  const value = readJson(token);
  if (value === undefined) throw reader.fail(`"${token ?? ""}" is no value`);
  const isOrdered = op !== "eq" && op !== "ne";
  if (isOrdered && (typeof value === "boolean" || value === null)) {
    throw reader.fail(`${op} does not compare ${token}`);
  }
  return value;
}

function readJson(token: string | undefined): string | number | boolean | null | undefined {
  if (token === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(/^(true|false|null)$/i.test(token) ? token.toLowerCase() : token);
    const isPlain = value === null || ["string", "number", "boolean"].includes(typeof value);
    return isPlain ? (value as string | number | boolean | null) : undefined;
  } catch {
    return undefined;
  }
}
