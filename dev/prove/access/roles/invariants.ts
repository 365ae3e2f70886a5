import { ACCOUNT_ROLE_PERMISSIONS, SYSTEM_ROLES } from "@/lib/access/permissions";
import type { Step } from "./verbs";
import type { State, World } from "./world";

/** What a step must not have done, by the rows before and after it. Empty when all holds. */
export function brokenRules(world: World, steps: readonly Step[], before: State, after: State): string[] {
  const kinds = steps.map(({ kind }) => kind);
  const handed = handedOn(world, steps, before);
  const reach = Math.max(...steps.map((step) => rankOf(world, step, before)));
  const found: string[] = [];
  if (after.admins < 1) found.push("no active admin is left");
  if (after.owners.size < 1) found.push("the account has no owner left");
  const byOwner = steps.some((step) => before.owners.has(actorOf(world, step) ?? ""));
  if (!byOwner && [...after.owners].some((id) => !before.owners.has(id))) {
    found.push("somebody became owner whom no owner chose");
  }
  if (after.strange.length > 0) found.push(`a role holds ${after.strange.join(", ")}`);
  if (!kinds.includes("elapse")) {
    for (const [user, may] of after.until) {
      for (const [permission, end] of may) {
        const could = handed.get(permission) ?? 0;
        if ((before.until.get(user)?.get(permission) ?? 0) >= end || could >= end) continue;
        const fault = could === 0 ? "which the granter lacks" : "for longer than the granter has it";
        found.push(`somebody gained ${permission}, ${fault}`);
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

function actorOf({ people }: World, step: Step): string | undefined {
  return people[step.actor % people.length]?.id;
}

/** What the actors of these steps could hand on at the time, and until when. For an acceptance the inviters count. */
function handedOn({ people }: World, steps: readonly Step[], before: State): Map<string, number> {
  const pairs = steps.flatMap((step) => {
    // Whoever invited had to hold the role's permissions when the invitation is accepted: anybody active may be it.
    if (step.kind === "accept")
      return [...before.until.values()].filter((may) => may.has("members:invite")).flatMap((may) => [...may]);
    const actor = people[step.actor % people.length];
    if (!actor) return [];
    const account: readonly string[] = before.owners.has(actor.id) ? ACCOUNT_ROLE_PERMISSIONS.owner : [];
    const held = [
      ...(before.until.get(actor.id) ?? []),
      ...account.map((key): [string, number] => [key, Number.POSITIVE_INFINITY]),
    ];
    // Whom a group leaves without any role gets the one that every person of the directory has.
    if (step.kind === "group") held.push(...directoryDefault());
    // Leaving is done on one's own pages, by no key.
    const isOwnPage = step.kind === "hand over" || step.kind === "depart";
    return held.filter(
      ([permission]) => step.scopes === null || isOwnPage || step.scopes.includes(permission),
    );
  });
  const handed = new Map<string, number>();
  for (const [permission, end] of pairs) handed.set(permission, Math.max(end, handed.get(permission) ?? 0));
  return handed;
}

function directoryDefault(): [string, number][] {
  return SYSTEM_ROLES.viewer.permissions.map((key) => [key, Number.POSITIVE_INFINITY]);
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
