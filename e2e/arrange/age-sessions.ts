import { systemPool } from "@/lib/infra/database/pools";

/** As if this person had signed in an hour ago and not proved anything since. */
export async function arrange(email: string): Promise<void> {
  await systemPool().query(
    `update platform.sessions s set auth_at = now() - interval '1 hour' from platform.users u
     where u.id = s.user_id and u.email = $1`,
    [email],
  );
}
