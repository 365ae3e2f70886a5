import { systemPool } from "@/lib/infra/database/pools";

/** As if nobody had used this person's sessions for ten minutes. */
export async function arrange(email: string): Promise<void> {
  await systemPool().query(
    `update platform.sessions s set last_seen_at = now() - interval '10 minutes' from platform.users u
     where u.id = s.user_id and u.email = $1`,
    [email],
  );
}
