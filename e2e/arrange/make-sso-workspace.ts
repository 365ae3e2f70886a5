import { systemPool } from "@/lib/infra/database/pools";
import { seal } from "@/lib/infra/sealed-box";
import { putOnEnterprise } from "./put-on-enterprise";

/** Puts a workspace's account on Enterprise and gives its owner an authenticator. */
export async function arrange(accountId: string, email: string, secret: string): Promise<void> {
  await putOnEnterprise(accountId);
  const { rows } = await systemPool().query<{ id: string }>(
    "select id from platform.users where email = $1",
    [email],
  );
  const userId = rows[0]?.id ?? "";
  await systemPool().query(
    "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, $2, now())",
    [userId, seal(secret, `totp_factors|secret|${userId}`)],
  );
}
