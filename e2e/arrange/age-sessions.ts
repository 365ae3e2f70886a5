import { systemPool } from "@/lib/infra/database/pools";

/** As if this person had signed in an hour ago and not proved anything since, whichever key their browser now has. */
export async function arrange(email: string): Promise<void> {
  const system = systemPool();
  await system.query(
    `update platform.sessions s set auth_at = now() - interval '1 hour' from platform.users u
     where u.id = s.user_id and u.email = $1`,
    [email],
  );
  await system.query(
    `update platform.session_keys k set auth_at = now() - interval '1 hour'
     from platform.sessions s join platform.users u on u.id = s.user_id where s.id = k.session_id and u.email = $1`,
    [email],
  );
}
