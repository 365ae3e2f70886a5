import type { Actor } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";

/**
 * The person behind an actor: a key acts for who made it.
 * @throws PermissionError for the system, a directory and service accounts, which buy nothing
 */
export function actingUser(actor: Actor): string {
  switch (actor.type) {
    case "user":
      return actor.userId;
    case "api_key":
      if (actor.createdBy === null) throw new PermissionError("billing:manage");
      return actor.createdBy;
    case "system":
    case "scim":
      throw new PermissionError("billing:manage");
    default:
      return actor satisfies never;
  }
}
