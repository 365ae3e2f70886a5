import "server-only";
import { isObject, partOf } from "../protocol/attribute-path";
import type { Json } from "../protocol/definitions";

const MOST = 12;

/**
 * What a body asks to change, as the names of attributes: no values, which may be anything of a person. Says of `active`
 * which way, and of lists how many.
 */
export function describeChange(body: Json | undefined): string {
  if (!isObject(body)) return "";
  const operations = partOf(body, "Operations");
  if (!Array.isArray(operations))
    return Object.keys(body).filter(isName).slice(0, MOST).map(short).join(", ");
  const parts = operations
    .slice(0, MOST)
    .filter(isObject)
    .map((operation) => {
      const op = short(String(partOf(operation, "op") ?? "?").toLowerCase());
      const path = partOf(operation, "path");
      const value = partOf(operation, "value");
      const named = typeof path === "string" && path !== "" ? [nameOf(path)] : namesIn(value);
      return `${op} ${named.join(", ")}${amount(named, value)}`.trim();
    });
  const more = operations.length - parts.length;
  return parts.join("; ") + (more > 0 ? `; +${more}` : "");
}

function namesIn(value: Json | undefined): string[] {
  return isObject(value) ? Object.keys(value).slice(0, MOST).map(nameOf) : [];
}

/** A filter within a path names an address or an id: only the attribute is told. */
function nameOf(path: string): string {
  return short(path.replace(/\[[^\]]*\]?/g, "[…]").replace(/^urn:.*:/i, ""));
}

function amount(named: readonly string[], value: Json | undefined): string {
  if (Array.isArray(value)) return ` (${value.length})`;
  if (named.length !== 1 || named[0]?.toLowerCase() !== "active") return "";
  const truth = isObject(value) ? partOf(value, "active") : value;
  return /^(true|false)$/i.test(String(truth)) ? ` = ${String(truth).toLowerCase()}` : "";
}

const isName = (key: string) => key !== "schemas" && key !== "password";
const short = (text: string) => text.replace(/[^\w.[\]…$-]/g, "").slice(0, 60);
