import { secretPlace } from "@/lib/auth/mfa/totp/internal";
import { systemPool } from "@/lib/infra/database/pools";
import { seal } from "@/lib/infra/sealed-box";

/** Gives a person an authenticator app with this secret. */
export async function arrange(email: string, secret: string): Promise<void> {
  const { rows } = await systemPool().query<{ id: string }>(
    "select id from platform.users where email = $1",
    [email],
  );
  const userId = rows[0]?.id ?? "";
  await systemPool().query(
    "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, $2, now())",
    [userId, seal(secret, secretPlace(userId))],
  );
}
