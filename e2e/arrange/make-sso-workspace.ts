import { grantsOf, PLANS } from "@/lib/entitlements/catalogue";
import { closePools, systemPool } from "@/lib/infra/database/pools";
import { seal } from "@/lib/infra/sealed-box";

// Started by e2e/single-sign-on.spec.ts: puts a workspace's account on Enterprise and gives its owner an authenticator.
const [accountId = "", email = "", secret = ""] = process.argv.slice(2);
for (const { feature, enabled, limit, level } of grantsOf(PLANS.enterprise)) {
  await systemPool().query(
    `insert into platform.account_entitlements (account_id, feature, enabled, limit_value, level, source)
     values ($1, $2, $3, $4, $5, 'plan')
     on conflict (account_id, feature) do update set enabled = excluded.enabled, limit_value = excluded.limit_value,
       level = excluded.level`,
    [accountId, feature, enabled, limit, level],
  );
}
const { rows } = await systemPool().query<{ id: string }>("select id from platform.users where email = $1", [
  email,
]);
const userId = rows[0]?.id ?? "";
await systemPool().query(
  "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, $2, now())",
  [userId, seal(secret, `totp_factors|secret|${userId}`)],
);
console.log("{}");
await closePools();
