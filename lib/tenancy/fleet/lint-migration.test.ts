import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lintMigration } from "./lint-migration";

const ROOT = join(process.cwd(), "prisma", "migrations");
/** Files of the first release, which had none before it. */
const FIRST_RELEASE: Record<string, string> = {
  platform: "0015",
  cell: "0003",
  tenant: "0001",
  facade: "0000",
};

const files = readdirSync(ROOT).flatMap((placement) =>
  readdirSync(join(ROOT, placement))
    .filter((name) => name.endsWith(".sql") && name.slice(0, 4) > (FIRST_RELEASE[placement] ?? ""))
    .map((name) => `${placement}/${name}`),
);

test.each(files)("%s can meet the code of the release before", (file) => {
  expect(lintMigration(readFileSync(join(ROOT, file), "utf8"))).toEqual([]);
});

describe("what would break it is noticed", () => {
  test.each([
    "drop table shared.roles",
    "alter table shared.roles drop column rank",
    "alter table shared.roles rename column rank to level",
    "alter table shared.roles rename to ranks",
    "alter table shared.roles alter column rank type bigint",
    "alter table shared.roles alter column rank set data type bigint",
    "alter table shared.roles alter column description set not null",
    "alter table shared.roles add column owner uuid not null",
    "alter table shared.roles add constraint short check (length(name) < 50)",
    "alter table shared.roles add column a int not null default 0, add column b numeric(5, 2) not null",
    "alter table shared.roles add constraint a check (b > 0), add constraint c check (d > 0) not valid",
    "drop function platform.enqueue(uuid, text, text, text)",
    "revoke insert on shared.roles from atrium_tenant",
    "truncate shared.roles",
    "delete from shared.roles",
    "commit",
  ])("%s", (statement) => {
    expect(lintMigration(`create table other (id uuid);\n${statement};`)).toHaveLength(1);
  });

  test("also after a comment with an apostrophe or a semicolon", () => {
    const comment = "-- A tenant's own; nobody else's.";
    expect(
      lintMigration(`${comment}\n${comment.slice(0, 12)}\nalter table shared.roles drop column rank;`),
    ).toHaveLength(1);
  });

  test("also on several lines and behind a comment that gives no reason", () => {
    expect(lintMigration("-- Tidy.\nalter table shared.roles\n  drop column rank;")).toHaveLength(1);
  });
});

describe("what adds is let through", () => {
  test.each([
    "alter table shared.roles add column note text",
    "alter table shared.roles add column level int not null default 0",
    "alter table shared.roles add constraint short check (length(name) < 50) not valid",
    "alter table shared.roles add column a int not null default 0, add column b uuid, add constraint c check ((a = 1) = (b is not null)) not valid",
    "create index roles_idx on shared.roles (tenant_id, name)",
    "create table fresh (id uuid); alter table fresh add constraint one check (id is not null)",
    "revoke all on function platform.f() from public",
    "create function f() returns void language plpgsql as $$ begin delete from shared.roles; drop table x; end $$",
    "-- contract: nothing has read it since the release before\nalter table shared.roles drop column rank",
  ])("%s", (statement) => {
    expect(lintMigration(statement)).toEqual([]);
  });
});
