import { grantsOf, PLANS } from "@/lib/entitlements/catalogue";
import { systemPool } from "@/lib/infra/database/pools";

/** As if the account had bought Enterprise. */
export async function putOnEnterprise(accountId: string): Promise<void> {
  for (const { feature, enabled, limit, level } of grantsOf(PLANS.enterprise)) {
    await systemPool().query(
      `insert into platform.account_entitlements (account_id, feature, enabled, limit_value, level, source)
     values ($1, $2, $3, $4, $5, 'plan')
     on conflict (account_id, feature) do update set enabled = excluded.enabled, limit_value = excluded.limit_value,
       level = excluded.level`,
      [accountId, feature, enabled, limit, level],
    );
  }
}
