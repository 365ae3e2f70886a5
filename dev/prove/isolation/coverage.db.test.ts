import { expect, test } from "vitest";
import { UNDECLARED } from "@/lib/testing/load-routes";
import { makeTenant } from "@/lib/testing/make-tenant";
import { withClient } from "../../database/provision";
import { fillTenant } from "./canaries/fill-tenant";
import { coverageGaps } from "./coverage";

const PAGE = { part: "portal", path: "/agents" } as const;
const ROUTE = { method: "GET", path: "/api/v1/agents" };
const whole = { routes: [ROUTE], offenders: [], pages: [PAGE], tables: [], principals: 20 };
const covered = { routes: new Map([["GET /api/v1/agents", 3]]), pages: new Map([["portal /agents", 1]]) };
const superUrl = process.env.TEST_DATABASE_SUPER_URL ?? "";

test("a suite that looked at everything has no gap", () => {
  expect(UNDECLARED.length).toBeGreaterThan(0);
  expect(coverageGaps(whole, covered)).toEqual([]);
});

test("a new route, page or route file that nobody tried is a gap", () => {
  const routes = [ROUTE, { method: "DELETE", path: "/api/v1/planted/{id}" }];
  expect(coverageGaps({ ...whole, routes }, covered)).toEqual([
    "route DELETE /api/v1/planted/{id}: no answer was judged",
  ]);
  const pages = [PAGE, { part: "portal", path: "/planted" } as const];
  expect(coverageGaps({ ...whole, pages }, covered)).toEqual(["page portal /planted: no answer was judged"]);
  expect(coverageGaps({ ...whole, offenders: ["app/api/planted/route.ts"] }, covered)).toHaveLength(1);
  expect(coverageGaps({ ...whole, principals: 3 }, covered)).toHaveLength(1);
});

test("a new table is filled from the catalogue, or it is a gap", { timeout: 60_000 }, async () => {
  const tenant = await makeTenant();
  const fill = () => fillTenant({ superUrl, tenant, canary: "CANARY-B-0123456789ab" });
  expect((await fill()).gaps).toEqual([]);
  await withClient(superUrl, (db) =>
    db.query(`create table shared.planted (tenant_id uuid not null, id uuid not null, note text not null, primary key (tenant_id, id));
      create table platform.planted_lost (id uuid primary key, note text);
      create table shared.planted_odd (tenant_id uuid primary key, note text not null check (note = 'a' || 'b' || length(note)))`),
  );
  const { gaps, tables, ids } = await fill();
  expect(tables).toContain("shared.planted");
  expect(ids["shared.planted"]).toBeDefined();
  expect(gaps).toEqual([
    "platform.planted_lost: nothing leads to a tenant",
    expect.stringContaining("shared.planted_odd: new row"),
  ]);
});
