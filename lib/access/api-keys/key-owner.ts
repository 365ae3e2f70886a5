import { actorPerson, type Principal } from "@/lib/access/actor-person";
import type { Actor, KeyKind } from "@/lib/core/context";

type KeyRow = { kind: string; createdBy: string; serviceAccountId: string | null };

/** Whose rights a key has: its maker's, or those of the service account that it belongs to. */
export function keyOwner({ createdBy, serviceAccountId }: KeyRow): Principal {
  return serviceAccountId === null
    ? { type: "user", id: createdBy }
    : { type: "service_account", id: serviceAccountId };
}

/** Whether a key is the actor's own. A service account's key is nobody's but the account's. */
export function isOwnKey(actor: Actor, key: KeyRow): boolean {
  const own = actor.type === "api_key" ? actor.serviceAccountId : null;
  if (key.serviceAccountId !== null) return key.serviceAccountId === own;
  return own === null && actorPerson(actor) === key.createdBy;
}

/** The kind of a row's key. The database holds no other. */
export function kindOf({ kind }: Pick<KeyRow, "kind">): KeyKind {
  return kind === "personal" || kind === "service" ? kind : "api_key";
}
