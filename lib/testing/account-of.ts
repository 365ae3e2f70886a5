import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { accountUsage } from "@/lib/usage/account-usage";

/** An address that nobody has. */
export const freshSlug = () => `w-${newId().slice(-12)}`;

export async function accountOf(tenantId: string): Promise<string> {
  const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  return row.accountId;
}

/** How many workspaces the account's counter says it has. */
export async function tenantsCounted(accountId: string): Promise<number | undefined> {
  return (await accountUsage(accountId)).find((row) => row.meter === "tenants")?.used;
}
