import "server-only";
import type pg from "pg";

/**
 * Counts the unique members of each day since `from`, and of the 7 and 30 days that end with it. Only the counts go to
 * the warehouse. A late row changes the 29 days after it too, so these are counted again.
 */
export async function countMembers(client: pg.PoolClient, tenantId: string, from: string): Promise<void> {
  await client.query(
    `insert into warehouse.tenant_daily as t (tenant_id, day, active_day, active_week, active_month)
     select $1, d.day, count(distinct a.user_id) filter (where a.day = d.day),
       count(distinct a.user_id) filter (where a.day > d.day - interval '168 hours'), count(distinct a.user_id)
     from generate_series(date_trunc('day', $2::timestamptz, 'UTC'), date_trunc('day', now(), 'UTC'), interval '24 hours', 'UTC') d (day)
     left join shared.member_activity a on a.tenant_id = $1 and a.day <= d.day and a.day > d.day - interval '720 hours'
     group by d.day
     on conflict (tenant_id, day) do update set active_day = excluded.active_day, active_week = excluded.active_week,
       active_month = excluded.active_month`,
    [tenantId, from],
  );
}
