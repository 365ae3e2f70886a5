import { systemPool } from "@/lib/infra/database/pools";
import { seal } from "@/lib/infra/sealed-box";

/** An authenticator app that is on; without a secret it opens nothing and only counts as one. */
export async function giveFactor(userId: string, secret?: string): Promise<void> {
  await systemPool().query(
    "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, $2, now())",
    [userId, secret ? seal(secret, `totp_factors|secret|${userId}`) : "sealed"],
  );
}
