import type { Actor } from "@/lib/core/context";

/** Who holds roles: a person, or a service account. */
export type Principal = { type: "user" | "service_account"; id: string };

/** The person whose rights an actor uses: themselves, or the maker of a key. Service accounts, the system and a directory are nobody. */
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

/** Whose roles an actor acts with; null for the system and a directory, which need none. */
export function actorPrincipal(actor: Actor): Principal | null {
  switch (actor.type) {
    case "user":
      return { type: "user", id: actor.userId };
    case "api_key":
      return actor.serviceAccountId === null
        ? { type: "user", id: actor.createdBy ?? "" }
        : { type: "service_account", id: actor.serviceAccountId };
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
