import { beforeAll, expect, test } from "vitest";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { listEvents } from "./list-events";
import { recordEvent } from "./record-event";

let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  [tenant, other] = [await makeTenant(), await makeTenant()];
  for (const place of [tenant, other]) {
    const ctx = await makeContext(place, place.owner);
    await withTenant({ tenantId: place.id }, async (tx) => {
      for (let number = 1; number <= 5; number += 1) {
        await recordEvent(tx, ctx, {
          action: number % 2 ? "thing.made" : "thing.changed",
          target: { type: "thing", id: `${place.slug}-${number}` },
          after: { number },
        });
      }
    });
  }
});

test("lists the tenant's own events, newest first, page by page", async () => {
  const ctx = await makeContext(tenant, tenant.owner);
  const first = await listEvents(ctx, { limit: 3 });
  const second = await listEvents(ctx, { limit: 3, cursor: first.page.next_cursor ?? "" });
  const targets = [...first.data, ...second.data].map((event) => event.target.id);
  expect(targets).toEqual([5, 4, 3, 2, 1].map((number) => `${tenant.slug}-${number}`));
  expect(second.page.has_more).toBe(false);
  expect(first.data[0]).toMatchObject({
    action: "thing.made",
    actor: { type: "user", id: tenant.owner.id },
    after: { number: 5 },
    ip: "192.0.2.10",
  });
});

test("filters by action, target and time", async () => {
  const ctx = await makeContext(tenant, tenant.owner);
  expect((await listEvents(ctx, { action: "thing.changed" })).data).toHaveLength(2);
  expect((await listEvents(ctx, { target_id: `${tenant.slug}-2` })).data).toHaveLength(1);
  expect((await listEvents(ctx, { target_id: `${other.slug}-2` })).data).toHaveLength(0);
  expect((await listEvents(ctx, { from: "2999-01-01T00:00:00Z" })).data).toHaveLength(0);
  expect((await listEvents(ctx, { to: "2999-01-01T00:00:00Z" })).data).toHaveLength(5);
});

test("refuses those without audit:read, and cursors that are none", async () => {
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  await expect(listEvents(await makeContext(tenant, viewer), {})).rejects.toMatchObject({
    code: "permission_denied",
    details: { subject: "audit:read" },
  });
  const ctx = await makeContext(tenant, tenant.owner);
  await expect(listEvents(ctx, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_request" });
});
