import { systemPool } from "@/lib/infra/database/pools";

/** The known-bad variant: reads a count, then writes it. How many of `parallel` attempts it lets through a limit of ten. */
export async function naiveGuard(parallel: number): Promise<number> {
  const key = `naive-${Date.now()}`;
  const attempt = async () => {
    const { rows } = await systemPool().query<{ failures: number }>(
      "select failures from platform.sign_in_guards where account_key = $1",
      [key],
    );
    const failures = rows[0]?.failures ?? 0;
    if (failures >= 10) return false;
    await systemPool().query(
      `insert into platform.sign_in_guards (account_key, subject, failures) values ($1, '', 1)
       on conflict (account_key, subject) do update set failures = $2`,
      [key, failures + 1],
    );
    return true;
  };
  const answers = await Promise.all(Array.from({ length: parallel }, attempt));
  return answers.filter(Boolean).length;
}
