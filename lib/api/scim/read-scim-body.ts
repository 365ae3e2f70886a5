import "server-only";
import { isObject } from "@/lib/access/scim/protocol/attribute-path";
import type { Json, JsonObject } from "@/lib/access/scim/protocol/definitions";
import { badRequest } from "@/lib/access/scim/protocol/scim-error";
import { DomainError } from "@/lib/core/errors";

const MAX_BODY_BYTES = 1_000_000;
const MAX_DEPTH = 12;
/** Names in one object: none of the protocol has thirty. */
const MAX_NAMES = 200;

/**
 * A body of the protocol, as `application/scim+json` or plain JSON.
 * @throws DomainError unsupported_media_type, payload_too_large; ScimError invalidSyntax
 */
export async function readScimBody(request: Request): Promise<JsonObject> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(scim\+)?json\s*(;|$)/i.test(type)) {
    throw new DomainError("unsupported_media_type", "Send Content-Type: application/scim+json.");
  }
  const text = await request.text();
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    throw new DomainError("payload_too_large", "The body is larger than 1 MB.");
  }
  if (text.includes("\u0000") || /\\u0000/i.test(text)) {
    throw badRequest("invalidSyntax", "The body holds a NUL character.");
  }
  const body = parse(text);
  if (!isObject(body)) throw badRequest("invalidSyntax", "The body has to be an object.");
  assertShape(body, 0);
  return body;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw badRequest("invalidSyntax", "The body is not valid JSON.");
  }
}

function assertShape(value: Json, depth: number): void {
  if (depth > MAX_DEPTH) throw badRequest("invalidSyntax", "The body is nested too deeply.");
  if (typeof value !== "object" || value === null) return;
  const parts = Object.values(value);
  if (!Array.isArray(value) && parts.length > MAX_NAMES) {
    throw badRequest("invalidSyntax", `An object of the body has more than ${MAX_NAMES} names.`);
  }
  for (const part of parts) assertShape(part, depth + 1);
}
