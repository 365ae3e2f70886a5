import type { Actor } from "@/lib/core/context";

/** The person whose rights an actor uses: themselves, or the maker of a key. The system and a directory are nobody. */
export function actorPerson(actor: Actor): string | null {
  switch (actor.type) {
    case "user":
      return actor.userId;
    case "api_key":
      return actor.createdBy;
    case "system":
    case "scim":
      return null;
    default:
      return actor satisfies never;
  }
}

/** How an actor is named in mails and rows. */
export function actorName(actor: Actor): string {
  if (actor.type !== "user") return actor.name;
  const name = actor.name || actor.email;
  return actor.support ? `${actor.support.staffName} (${name})` : name;
}
