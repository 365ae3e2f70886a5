import { beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/v1/admin/events/route";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { listPlatformActions } from "./list-platform-actions";
import type { PlatformEventPage } from "./schema";

let cookie: string;
let staff: TestUser;
let anna: TestUser;
let bert: TestUser;
const tenantId = newId();

beforeAll(async () => {
  [staff, anna, bert] = [
    await makeSuperAdmin(),
    await makeUser({ firstName: "Anna" }),
    await makeUser({ firstName: "Bert" }),
  ];
  cookie = await sessionCookie(staff, { slug: "admin", mfa: true });
  for (const [number, person] of [anna, bert, anna, bert, anna].entries()) {
    await withSystem((tx) =>
      recordPlatformEvent(tx, makeUserContext(person), {
        action: number % 2 ? "thing.changed" : "thing.made",
        target: { type: "thing", id: String(number), label: `Thing ${number}` },
        reason: `Reason ${number}`,
        before: { number: number - 1 },
        after: { number },
        ...(number === 3 && { tenantId }),
      }),
    );
  }
});

async function list(query = ""): Promise<PlatformEventPage> {
  const answer = await callRoute(GET, { slug: "admin", cookie, query });
  expect(answer.status).toBe(200);
  return (await answer.json()) as PlatformEventPage;
}
const targets = (page: PlatformEventPage) => page.data.map((event) => event.target.id);

test("pages through the trail, newest first, with what changed and why", async () => {
  const one = await list("?limit=3");
  const two = await list(`?limit=3&cursor=${one.page.next_cursor}`);
  expect([...targets(one), ...targets(two)]).toEqual(["4", "3", "2", "1", "0"]);
  expect(one.data[0]).toMatchObject({
    action: "thing.made",
    actor: { type: "user", id: anna.id, label: "Anna Person" },
    target: { type: "thing", id: "4", label: "Thing 4" },
    reason: "Reason 4",
    before: { number: 3 },
    after: { number: 4 },
    ip: "192.0.2.10",
  });
});

test("filters by action, actor, tenant, time and words", async () => {
  expect(targets(await list("?action=thing.changed"))).toEqual(["3", "1"]);
  expect(targets(await list(`?actor_id=${anna.id}`))).toEqual(["4", "2", "0"]);
  expect(targets(await list(`?tenant_id=${tenantId}`))).toEqual(["3"]);
  expect(targets(await list("?q=bert"))).toEqual(["3", "1"]);
  expect(targets(await list("?q=thing%202"))).toEqual(["2"]);
  expect(targets(await list("?from=2999-01-01T00:00:00Z"))).toEqual([]);
  expect(targets(await list("?to=2999-01-01T00:00:00Z&q=thing"))).toHaveLength(5);
});

test("counts the account's plan and subscription to a tenant's history, but not its other tenants", async () => {
  const tenant = await makeTenant();
  const sibling = await makeTenant({ accountId: tenant.accountId });
  const { accountId } = tenant;
  for (const place of [{ tenantId: tenant.id }, { tenantId: sibling.id }, {}]) {
    await withSystem((tx) =>
      recordPlatformEvent(tx, makeUserContext(anna), {
        action: "thing.made",
        target: { type: "thing", id: place.tenantId ?? "account" },
        accountId,
        ...place,
      }),
    );
  }
  expect(targets(await list(`?tenant_id=${tenant.id}`))).toEqual(["account", tenant.id]);
});

test("refuses cursors and filters that are none", async () => {
  expect((await callRoute(GET, { slug: "admin", cookie, query: "?cursor=x" })).status).toBe(400);
  expect((await callRoute(GET, { slug: "admin", cookie, query: "?actor_id=x" })).status).toBe(422);
});

test("knows every kind of event once, for staff with a second factor only", async () => {
  const context = makeUserContext(staff);
  const actor = { ...context.actor, platformRole: "super_admin" as const, mfaAt: new Date() };
  expect(await listPlatformActions({ ...context, actor })).toEqual(["thing.changed", "thing.made"]);
  const refused = { code: "permission_denied" };
  await expect(listPlatformActions(context)).rejects.toMatchObject(refused);
  await expect(listPlatformActions({ ...context, actor: { ...actor, mfaAt: null } })).rejects.toMatchObject(
    refused,
  );
});
