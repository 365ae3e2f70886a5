import "server-only";
import { systemPool } from "@/lib/infra/database/pools";

export type FoundPerson = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  platformRole: string;
  locale: string;
  status: string;
  passwordHash: string | null;
};

/** Who has this address, with the hash to compare; one statement, because every attempt to sign in runs it. */
export async function findPerson(email: string): Promise<FoundPerson | null> {
  const { rows } = await systemPool().query<FoundPerson>({
    name: "sign-in-person",
    text: `select u.id, u.email, u.first_name as "firstName", u.last_name as "lastName",
        u.platform_role as "platformRole", u.locale, u.status, c.password_hash as "passwordHash"
      from platform.users u left join platform.credentials c on c.user_id = u.id where u.email = $1`,
    values: [email],
  });
  return rows[0] ?? null;
}
