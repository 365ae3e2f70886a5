import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { ensurePerson, PASSWORD } from "@/prisma/seed/people";
import { arrange as addAuthenticator } from "./add-authenticator";

/** A super admin with an authenticator app. */
export async function arrange(secret: string): Promise<{ email: string; password: string }> {
  const email = `staff-${newId().slice(-12)}@e2e.example`;
  const { id } = await ensurePerson({ email, firstName: "Sam", lastName: "Staff" });
  await systemPool().query("update platform.users set platform_role = 'super_admin' where id = $1", [id]);
  await addAuthenticator(email, secret);
  return { email, password: PASSWORD };
}
