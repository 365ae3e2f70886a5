import { ACCOUNT_ROLE_PERMISSIONS } from "@/lib/access/permissions";
import type { Step } from "./verbs";
import type { State, World } from "./world";

/** What a step must not have done, by the rows before and after it. Empty when all holds. */
export function brokenRules(world: World, steps: readonly Step[], before: State, after: State): string[] {
  const kinds = steps.map(({ kind }) => kind);
  const handed = handedOn(world, steps, before);
  const reach = Math.max(...steps.map((step) => rankOf(world, step, before)));
  const found: string[] = [];
  if (after.admins < 1) found.push("no active admin is left");
  if (after.strange.length > 0) found.push(`a role holds ${after.strange.join(", ")}`);
  if (!kinds.includes("elapse")) {
    for (const [user, may] of after.may) {
      for (const permission of may) {
        if (before.may.get(user)?.has(permission) || handed.has(permission)) continue;
        found.push(`somebody gained ${permission}, which the granter lacks`);
      }
    }
  }
  for (const [id, role] of before.roles) {
    const now = after.roles.get(id);
    if (now?.contents === role.contents) continue;
    if (role.builtIn) found.push(`the built-in role ${role.key} changed`);
    else if (role.rank >= reach) found.push(`a role of rank ${role.rank} was changed by rank ${reach}`);
    if (!now) found.push(...strandedBy(id, before, after, kinds));
  }
  for (const [id, role] of after.roles) {
    if (!before.roles.has(id) && role.rank >= reach)
      found.push("a role was made at or above its maker's rank");
  }
  found.push(...touchedAbove(world, steps, before, after, reach));
  return found;
}

/** Permissions that the actors of these steps could hand on at the time. For an acceptance the inviters count. */
function handedOn({ people, tenant }: World, steps: readonly Step[], before: State): Set<string> {
  const sets = steps.flatMap((step) => {
    // Whoever invited had to hold the role's permissions when the invitation is accepted: anybody active may be it.
    if (step.kind === "accept")
      return [...before.may.values()].filter((may) => may.has("members:invite")).map((may) => [...may]);
    const actor = people[step.actor % people.length];
    if (!actor) return [];
    const account: readonly string[] = actor.id === tenant.owner.id ? ACCOUNT_ROLE_PERMISSIONS.owner : [];
    const held = [...(before.may.get(actor.id) ?? []), ...account];
    return [held.filter((permission) => step.scopes === null || step.scopes.includes(permission))];
  });
  return new Set(sets.flat());
}

function rankOf({ people }: World, step: Step, before: State): number {
  return before.rank.get(people[step.actor % people.length]?.id ?? "") ?? 0;
}

/** People who held a role that is gone must hold another one now. */
function strandedBy(id: string, before: State, after: State, kinds: readonly Step["kind"][]): string[] {
  if (kinds.some((kind) => kind !== "delete")) return [];
  return (before.uses.get(id) ?? [])
    .filter((user) => before.status.has(user) && (after.bindings.get(user) ?? "[]") === "[]")
    .map(() => "a role in use vanished and left somebody with none");
}

function touchedAbove(
  { people }: World,
  steps: readonly Step[],
  before: State,
  after: State,
  reach: number,
): string[] {
  if (steps.some(({ kind }) => kind === "accept" || kind === "elapse" || kind === "delete")) return [];
  const actors = steps.map((step) => people[step.actor % people.length]?.id);
  return [...before.status]
    .filter(([user]) => !actors.includes(user) && (before.rank.get(user) ?? 0) > reach)
    .filter(
      ([user, status]) =>
        after.status.get(user) !== status || after.bindings.get(user) !== before.bindings.get(user),
    )
    .map(() => "somebody of a higher rank was touched");
}
