import "server-only";
import { cellNames, MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { withSystem } from "../with-system";

/**
 * The cell for an account's next tenant: where staff placed the account, else the least loaded cell for its plan, else
 * the least loaded of the cells for everybody. Cells that are full, closed, unreachable or unknown to this process
 * take nobody; when none is left the main one does. Parallel calls may see the same load: it is a preference, no limit.
 */
export async function placeTenant(accountId: string): Promise<string> {
  if (remoteCells().length === 0) return MAIN_CELL;
  const [found] = await withSystem(
    (tx) => tx.$queryRaw<{ name: string }[]>`
      select c.name::text from platform.cells c
      join platform.accounts a on a.id = ${accountId}::uuid
      left join platform.account_placements p on p.account_id = a.id
      cross join lateral (
        select count(*) as tenants from platform.tenants t where t.cell = c.name and t.status <> 'erased') l
      where c.name = any (${cellNames()}) and (c.name = p.cell or (c.accepts_new and c.unreachable_since is null
        and l.tenants < c.max_tenants and (not c.dedicated or a.plan_key = any (c.plans))))
      order by (c.name = p.cell) desc nulls last, (a.plan_key = any (c.plans)) desc, l.tenants, c.name limit 1`,
  );
  return found?.name ?? MAIN_CELL;
}
