import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";

/**
 * The kinds of events that the trail holds, for its filter. Hops from one to the next over the index: the cost does
 * not grow with the trail.
 * @throws PermissionError
 */
export async function listPlatformActions(ctx: StaffContext): Promise<string[]> {
  assertStaff(ctx);
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ action: string }[]>`
      with recursive kinds as (
        (select e.action::text from platform.platform_events e order by e.action limit 1)
        union all
        select (select e.action::text from platform.platform_events e where e.action > k.action order by e.action limit 1)
        from kinds k where k.action is not null
      )
      select k.action from kinds k where k.action is not null`,
  );
  return rows.map((row) => row.action);
}
