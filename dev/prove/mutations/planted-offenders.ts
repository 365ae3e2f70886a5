import pg from "pg";
import { CATALOGUE_CHECKS } from "@/lib/tenancy/catalogue/catalogue-checks";
import { schemaName } from "@/lib/tenancy/schema-name";
import { tryOut } from "./trial";

/** One offender for each catalogue check. A check without one is not proved, and fails the suite. */
const PLANTS: Readonly<Record<string, (a: string, b: string) => string>> = {
  P1: () => "alter table shared.memberships no force row level security",
  P2: () => "drop policy tenant_only on shared.memberships",
  P3: () => "create table shared.planted (id uuid primary key)",
  P4: () => "create policy planted on shared.memberships for select to atrium_tenant using (true)",
  P5: () =>
    "alter table shared.roles add unique (id); alter table shared.role_bindings add foreign key (role_id) references shared.roles (id)",
  P6: () => "create unique index on shared.invitations (email, id)",
  P7: () => "create view shared.planted as select * from shared.memberships",
  P8: () =>
    "create materialized view platform.planted as select 1 as one; grant select on platform.planted to atrium_app",
  P9: () => "create function platform.planted() returns int language sql security definer as 'select 1'",
  P10: () => "alter role atrium_app bypassrls",
  P11: () => "alter table shared.roles owner to atrium_tenant",
  P12: () => "grant atrium_system to atrium_app",
  P13: () => "grant truncate on shared.memberships to atrium_tenant",
  P14: () => "alter table shared.usage_metrics add column planted bigserial",
  P15: () => "grant create on schema shared to atrium_tenant",
  P16: (a, b) => `grant usage on schema ${b} to ${a}`,
  P17: (_a, b) => `alter table ${b}.agent_instances drop constraint agent_instances_status_check`,
};

/** I-6: each check finds its planted offender and nothing in the clean database. Returns what failed. */
export async function provePlants(
  superUrl: string,
  a: { id: string },
  b: { id: string },
): Promise<{ planted: number; missed: string[] }> {
  const db = new pg.Client({ connectionString: superUrl });
  await db.connect();
  const missed: string[] = [];
  try {
    for (const check of CATALOGUE_CHECKS) {
      const plant = PLANTS[check.id];
      if (!plant) {
        missed.push(`${check.id} has no planted offender`);
        continue;
      }
      const found = await tryOut(db, async () => {
        const clean = await db.query(`select * from (${check.sql}) as o (object)`);
        await db.query(plant(schemaName(a.id), schemaName(b.id)));
        const after = await db.query(`select * from (${check.sql}) as o (object)`);
        return (clean.rowCount ?? 0) === 0 && (after.rowCount ?? 0) > 0;
      });
      if (!found) missed.push(`${check.id} did not find its planted offender, or found one without it`);
    }
    return { planted: CATALOGUE_CHECKS.length, missed };
  } finally {
    await db.end();
  }
}
