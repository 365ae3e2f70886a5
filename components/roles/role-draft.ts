import type { RoleDto } from "@/lib/access/roles/schema";

export type PermissionState = "allow" | "none" | "deny";
export type RoleDraft = {
  name: string;
  description: string;
  states: Readonly<Record<string, PermissionState>>;
};
export type CatalogueEntry = { key: string; risk: "low" | "medium" | "high"; held: boolean };

/** What the editor starts with: the role, a copy of one, or nothing. */
export function draftOf(
  role: Pick<RoleDto, "name" | "description" | "permissions" | "denied"> | null,
): RoleDraft {
  const states: Record<string, PermissionState> = {};
  for (const key of role?.permissions ?? []) states[key] = "allow";
  for (const key of role?.denied ?? []) states[key] = "deny";
  return { name: role?.name ?? "", description: role?.description ?? "", states };
}

export function stateOf(draft: Pick<RoleDraft, "states">, key: string): PermissionState {
  return draft.states[key] ?? "none";
}

/** The permissions of a draft that are in this state, sorted. */
export function keysIn(draft: Pick<RoleDraft, "states">, state: PermissionState): string[] {
  return Object.keys(draft.states)
    .filter((key) => draft.states[key] === state)
    .sort();
}

/** The body of a POST or PUT. */
export function bodyOf(draft: RoleDraft) {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    permissions: keysIn(draft, "allow"),
    denied: keysIn(draft, "deny"),
  };
}
