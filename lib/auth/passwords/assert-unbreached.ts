import "server-only";
import { ValidationError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";
import type { BreachList } from "./breach-list";
import { rangeList } from "./range-list";

/**
 * Refuses a new password that has leaked, where a list is configured (BREACHED_PASSWORDS_URL). A list that does not
 * answer within two seconds refuses nobody: it is asked besides the blocklist, not in its place.
 * @throws ValidationError password_breached
 */
export async function assertUnbreached(password: string, options: { path?: string } = {}): Promise<void> {
  const list = configuredList();
  if (!list) return;
  const count = await list.countOf(password).catch((error: unknown) => {
    logger.warn({ error }, "the list of leaked passwords did not answer; the password was let through");
    return 0;
  });
  if (count === 0) return;
  throw new ValidationError([
    {
      path: options.path ?? "password",
      code: "password_breached",
      message: "This password was in a data breach.",
    },
  ]);
}

function configuredList(): BreachList | null {
  const { BREACHED_PASSWORDS_URL: url } = env();
  return url ? rangeList(url) : null;
}
