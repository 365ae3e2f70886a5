import { closePools, systemPool } from "@/lib/infra/database/pools";

// `age-sessions.ts <e-mail>`: as if this person had signed in an hour ago and not proved anything since.
const [email] = process.argv.slice(2);
await systemPool().query(
  `update platform.sessions s set auth_at = now() - interval '1 hour' from platform.users u
   where u.id = s.user_id and u.email = $1`,
  [email],
);
await closePools();
