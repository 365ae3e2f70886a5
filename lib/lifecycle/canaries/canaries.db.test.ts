import { beforeAll, expect, test } from "vitest";
import { GET as adminIsolation } from "@/app/api/v1/admin/isolation/route";
import { GET as adminTenants } from "@/app/api/v1/admin/tenants/route";
import { GET as isolation } from "@/app/api/v1/isolation/route";
import { withClient } from "@/dev/database/provision";
import type { IsolationOverview } from "@/lib/back-office/isolation/schema";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { getIsolationStatus } from "./get-isolation-status";
import { probeIsolation } from "./probe-isolation";
import { readStatus } from "./read-status";
import { PROBE_CHECKS } from "./schema";

let tenant: TestTenant;
let staffCookie: string;

beforeAll(async () => {
  tenant = await makeTenant();
  staffCookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
});

const asSuperuser = (sql: string) =>
  withClient(process.env.TEST_DATABASE_SUPER_URL ?? "", (client) => client.query(sql));
const canaries = () =>
  withSystem((tx) => tx.tenant.findMany({ where: { purpose: "canary" }, orderBy: { id: "asc" } }));
const schemaOf = (id: string) => `t_${id.replaceAll("-", "")}`;

async function overview(): Promise<IsolationOverview> {
  const answer = await callRoute(adminIsolation, { slug: "admin", cookie: staffCookie });
  expect(answer.status).toBe(200);
  return (await answer.json()) as IsolationOverview;
}

test("waits for the first probe, then passes with one pair of canaries that no list shows", async () => {
  const ctx = await makeContext(tenant, tenant.owner);
  expect((await getIsolationStatus(ctx)).state).toBe("waiting");
  expect(await probeIsolation()).toEqual([{ cell: "main", passed: true, failures: [] }]);
  expect(await probeIsolation()).toHaveLength(1);
  expect(await canaries()).toHaveLength(2);
  const status = await getIsolationStatus(ctx);
  expect(status).toMatchObject({
    state: "passing",
    last: { passed: true, checks: 2 * PROBE_CHECKS.length, failures: [] },
  });
  expect(status.days).toHaveLength(30);
  expect(status.days.at(-1)).toMatchObject({ probes: 2, failed: 0 });
  const list = await callRoute(adminTenants, { slug: "admin", cookie: staffCookie, query: "?q=canary" });
  expect(await list.json()).toMatchObject({ data: [], counts: {} });
  expect(await withSystem((tx) => tx.session.count({ where: { method: "probe" } }))).toBe(0);
});

test("tells a missing probe from a good one", async () => {
  const later = new Date(Date.now() + 10 * 60_000);
  expect((await withSystem((tx) => readStatus(tx, "main", later))).state).toBe("stale");
  expect((await withSystem((tx) => readStatus(tx, "elsewhere"))).state).toBe("waiting");
});

test("members and staff may look, strangers and keys of others may not", async () => {
  const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
  expect((await callRoute(isolation, { slug: tenant.slug, cookie })).status).toBe(200);
  expect((await callRoute(isolation, { slug: tenant.slug })).status).toBe(401);
  const other = await makeTenant();
  const foreign = await sessionCookie(other.owner, { slug: tenant.slug });
  expect((await callRoute(isolation, { slug: tenant.slug, cookie: foreign })).status).toBe(404);
  const member = await sessionCookie(tenant.owner, { slug: "admin" });
  expect((await callRoute(adminIsolation, { slug: "admin", cookie: member })).status).toBe(403);
});

test.each([
  {
    planted: "a policy that lets every row through",
    leak: `alter policy tenant_only on shared.memberships using (true) with check (true);
      alter policy tenant_rows on shared.memberships using (true) with check (true)`,
    mend: `alter policy tenant_only on shared.memberships using (MINE) with check (MINE);
      alter policy tenant_rows on shared.memberships using (MINE) with check (MINE)`,
    seen: [
      "rows_of_the_other_are_hidden",
      "rows_of_the_other_stay_unchanged",
      "database_guards_are_in_place",
    ],
  },
  {
    planted: "a dropped policy that another one still covers",
    leak: "drop policy tenant_only on shared.invitations",
    mend: "create policy tenant_only on shared.invitations as restrictive to atrium_tenant using (MINE) with check (MINE)",
    seen: ["database_guards_are_in_place"],
  },
  {
    planted: "a way into the other's schema",
    leak: "grant usage on schema OTHER to SELF; grant select on OTHER.agent_instances to SELF",
    mend: "revoke all on schema OTHER from SELF; revoke all on OTHER.agent_instances from SELF",
    seen: ["schema_of_the_other_is_closed"],
  },
])("goes red on $planted, alarms the back-office, and recovers", async ({ leak, mend, seen }) => {
  const [self, other] = await canaries();
  const mine = "tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)";
  const fill = (sql: string) =>
    sql
      .replaceAll("MINE", mine)
      .replaceAll("SELF", schemaOf(self?.id ?? ""))
      .replaceAll("OTHER", schemaOf(other?.id ?? ""));
  await asSuperuser(fill(leak));
  try {
    expect(await probeIsolation()).toEqual([{ cell: "main", passed: false, failures: seen }]);
    const seenByStaff = await overview();
    expect(seenByStaff.state).toBe("failing");
    expect(seenByStaff.failed[0]?.failures).toEqual(seen);
    expect((await getIsolationStatus(await makeContext(tenant, tenant.owner))).state).toBe("failing");
  } finally {
    await asSuperuser(fill(mend));
  }
  expect((await probeIsolation())[0]?.passed).toBe(true);
  expect((await overview()).state).toBe("passing");
});
