import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Codes of one person that are looked at in any hour, right ones not counted. */
export const MAX_ATTEMPTS_AN_HOUR = 20;

/**
 * Counts one code that is about to be looked at. Returns null, or the seconds to wait when the hour's are used up. One
 * update decides, so that a burst counts exactly; the caller must let the transaction commit.
 */
export async function takeFactorAttempt(tx: SystemTx, userId: string): Promise<number | null> {
  await tx.$executeRaw`insert into platform.factor_attempts (user_id) values (${userId}::uuid) on conflict do nothing`;
  const taken = await tx.$executeRaw`
    update platform.factor_attempts set attempts =
      array(select a from unnest(attempts) a where a > clock_timestamp() - interval '1 hour') || clock_timestamp()
    where user_id = ${userId}::uuid
      and (select count(*) from unnest(attempts) a where a > clock_timestamp() - interval '1 hour') < ${MAX_ATTEMPTS_AN_HOUR}`;
  if (taken === 1) return null;
  const [row] = await tx.$queryRaw<{ seconds: number }[]>`
    select ceil(extract(epoch from min(a) + interval '1 hour' - clock_timestamp()))::int as seconds
    from platform.factor_attempts f, unnest(f.attempts) a
    where f.user_id = ${userId}::uuid and a > clock_timestamp() - interval '1 hour'`;
  return Math.max(1, row?.seconds ?? 1);
}

/** Takes the last one back: the code was right. In the same transaction, which holds the row. */
export async function returnFactorAttempt(tx: SystemTx, userId: string): Promise<void> {
  await tx.$executeRaw`
    update platform.factor_attempts set attempts = attempts[1:cardinality(attempts) - 1]
    where user_id = ${userId}::uuid`;
}
