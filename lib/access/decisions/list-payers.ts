import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";

const MOST_PEOPLE = 5;

/** Owners and billing admins of the account. */
export async function listPayers(accountId: string): Promise<{ name: string; email: string }[]> {
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ first_name: string; last_name: string; email: string }[]>`
      select u.first_name::text, u.last_name::text, u.email::text from platform.account_members m
      join platform.users u on u.id = m.user_id and u.status = 'active'
      where m.account_id = ${accountId}::uuid and m.role in ('owner', 'billing_admin')
      order by m.role desc, u.email limit ${MOST_PEOPLE}`,
  );
  return rows.map((row) => ({ name: `${row.first_name} ${row.last_name}`.trim(), email: row.email }));
}
