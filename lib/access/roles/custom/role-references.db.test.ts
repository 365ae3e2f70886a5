import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { inviteMembers } from "../../invitations/invite-members";
import { createLink } from "../../invitations/links/create-link";
import { listLinks } from "../../invitations/links/list-links";
import { getRole } from "../get-role";
import { createRole } from "./create-role";
import { deleteRole } from "./delete-role";
import { previewRole } from "./preview-role";

let tenant: TestTenant;
let admin: TenantContext;

beforeAll(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  admin = await makeContext(tenant, tenant.owner);
});

test("links and groups of a directory hold a role too, and move with it; a link never to a higher one", async () => {
  const make = (name: string, rank: number) =>
    createRole(admin, { name, permissions: ["agents:read"], rank });
  const [low, mid, high] = [await make("Low", 10), await make("Mid", 40), await make("High", 41)];
  await createLink(admin, { role: low.key, domains: ["example.test"], max_uses: 2, days: 1 });
  expect(await getRole(admin, low.id)).toMatchObject({ link_count: 1, group_count: 0 });
  const inUse = { details: { reason: "role_in_use" } };
  await expect(deleteRole(admin, low.id, null)).rejects.toMatchObject(inUse);
  expect((await previewRole(admin, low.id, { delete: true, remap_to: mid.id })).open_links).toBe(1);
  await deleteRole(admin, low.id, mid.id);
  const links = async () => (await listLinks(admin, {})).data.map(({ role, status }) => ({ role, status }));
  expect(await links()).toEqual([{ role: mid.key, status: "open" }]);

  const group = newId();
  const bound = () =>
    ownerPool().query(
      "select role_id::text from shared.role_bindings where tenant_id = $1 and subject_id = $2",
      [tenant.id, group],
    );
  await ownerPool().query(
    "insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id) values ($1, $2, 'scim_group', $3, $4)",
    [tenant.id, newId(), group, mid.id],
  );
  expect(await getRole(admin, mid.id)).toMatchObject({ member_count: 0, link_count: 1, group_count: 1 });
  await deleteRole(admin, mid.id, high.id);
  expect((await bound()).rows).toEqual([{ role_id: high.id }]);
  expect(await links()).toEqual([{ role: high.key, status: "revoked" }]);
  await expect(deleteRole(admin, high.id, null)).rejects.toMatchObject(inUse);
});

test("an offer of a role that is being deleted waits for the outcome, and is refused", async () => {
  const offers = [
    (role: string) =>
      inviteMembers(admin, { invitations: [{ email: `${newId()}@example.test`, role }] }) as Promise<unknown>,
    (role: string) => createLink(admin, { role, domains: ["example.test"], max_uses: 2, days: 1 }),
  ];
  for (const offer of offers) {
    const role = await createRole(admin, { name: `Offer ${newId()}`, permissions: ["agents:read"] });
    const deleting = await ownerPool().connect();
    try {
      await deleting.query("begin");
      await deleting.query("select pg_advisory_xact_lock(hashtextextended('roles:' || $1, 0))", [tenant.id]);
      await deleting.query("delete from shared.roles where tenant_id = $1 and id = $2", [tenant.id, role.id]);
      const outcome = offer(role.key).catch((error: unknown) => error);
      const waits = async () =>
        (await ownerPool().query("select 1 from pg_locks where not granted")).rowCount !== 0;
      while (!(await waits())) await setTimeout(5);
      await deleting.query("commit");
      expect(await outcome).toMatchObject({ code: "validation_failed" });
    } finally {
      deleting.release();
    }
  }
});
