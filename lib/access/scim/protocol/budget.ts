import "server-only";
import { badRequest } from "./scim-error";

/** How much work one call may still make: filters and lists are worked through without a pause for anybody else. */
export type Budget = { left: number };

/** About a quarter of a second at worst; an ordinary call takes a few thousand steps. */
const MAX_STEPS = 600_000;

export function newBudget(steps: number = MAX_STEPS): Budget {
  return { left: steps };
}

/**
 * @throws ScimError tooMany once the work is more than one call may make
 */
export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw badRequest("tooMany", "This is too much work for one call: divide it.");
}
