import { DomainError, type ErrorCode, type ErrorDetails } from "@/lib/core/errors";

/** RFC 7644 §3.12, table 9. */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue";

/** A refusal that a provider reads: what it did wrong, in the protocol's own word. */
export class ScimError extends DomainError {
  constructor(
    code: ErrorCode,
    readonly scimType: ScimType | null,
    message: string,
    details: ErrorDetails = {},
    /** Where the protocol has a status of its own. */
    readonly status?: 405 | 501,
  ) {
    super(code, message, details);
    this.name = "ScimError";
  }
}

/** A request that is wrong in itself: answered 400. */
export function badRequest(scimType: ScimType, message: string): ScimError {
  return new ScimError("invalid_request", scimType, message);
}

/** Another entry stands in the way: answered 409. */
export function taken(message: string): ScimError {
  return new ScimError("conflict", "uniqueness", message);
}

/** What is not there, or is another connection's: answered 404. */
export function unknownResource(id: string): ScimError {
  return new ScimError("not_found", null, `Resource ${id} not found.`);
}
