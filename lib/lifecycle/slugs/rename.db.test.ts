import { beforeEach, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { PUT as renameRoute } from "@/app/api/v1/tenants/[id]/slug/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { movedSlug } from "@/lib/access/moved-slug";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { createTenant } from "../tenants/create-tenant";
import { checkSlug } from "./check-slug";
import { listSlugs } from "./list-slugs";
import { renameTenant } from "./rename-tenant";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await makeTenant();
});
const fresh = () => `s-${newId().slice(-12)}`;
const rename = async (slug: string, place = tenant) =>
  renameTenant(await makeContext(place, place.owner), place.id, { slug });

test("the new address answers at once, the old one leads there, and both are in the history", async () => {
  const slug = fresh();
  expect(await rename(slug)).toMatchObject({ slug, url: expect.stringContaining(`//${slug}.`) });
  const cookie = await sessionCookie(tenant.owner, { slug });
  expect((await callRoute(agents, { slug, cookie })).status).toBe(200);
  expect(await movedSlug(tenant.slug)).toBe(slug);
  expect(await movedSlug(slug)).toBeNull();
  const history = await listSlugs(await makeContext(tenant, tenant.owner), tenant.id);
  expect(history).toMatchObject({ slug, former: [{ slug: tenant.slug }] });
  const days = (Date.parse(history.former[0]?.redirects_until ?? "") - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(89.9);
  const events = await withSystem((tx) =>
    tx.domainEvent.count({ where: { tenantId: tenant.id, action: "tenant.renamed" } }),
  );
  expect(events).toBe(1);
});

test("the API on the old host says where the workspace went, to sessions and keys", async () => {
  const { key } = await createApiKey(await makeContext(tenant, tenant.owner), {
    name: "Key",
    scopes: ["agents:read"],
  });
  const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
  const slug = fresh();
  await rename(slug);
  for (const caller of [{ cookie }, { key }]) {
    const answer = await callRoute(agents, { slug: tenant.slug, ...caller });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "not_found", reason: "workspace_moved" });
  }
  expect((await callRoute(agents, { slug, key })).status).toBe(200);
  expect((await callRoute(agents, { key })).status).toBe(200);
});

test("nobody else gets a released address while it is in quarantine; its tenant takes it back", async () => {
  await rename(fresh());
  const other = makeUserContext(await makeUser());
  const wish = { name: "Squatter", slug: tenant.slug };
  await expect(createTenant(other, wish)).rejects.toMatchObject({ details: { reason: "slug_taken" } });
  expect(await checkSlug(other, tenant.slug)).toMatchObject({ available: false, reason: "slug_taken" });
  await expect(rename(tenant.slug, await makeTenant())).rejects.toMatchObject({
    details: { reason: "slug_taken" },
  });
  expect(await rename(tenant.slug)).toMatchObject({ slug: tenant.slug });
  expect(await movedSlug(tenant.slug)).toBeNull();
});

test("after the redirect it leads nowhere, after the quarantine it is free", async () => {
  await rename(fresh());
  const set =
    "update platform.tenant_slugs set redirect_until = now() - interval '1 hour', quarantined_until = $2 where slug = $1";
  await systemPool().query(set, [tenant.slug, new Date(Date.now() + 60_000)]);
  expect(await movedSlug(tenant.slug)).toBeNull();
  const other = makeUserContext(await makeUser());
  await expect(createTenant(other, { name: "Early", slug: tenant.slug })).rejects.toThrow();
  await systemPool().query(set, [tenant.slug, new Date()]);
  expect((await createTenant(other, { name: "In time", slug: tenant.slug })).tenant.slug).toBe(tenant.slug);
});

test("a name that is released while somebody waits for it stays in quarantine", async () => {
  const results = await Promise.allSettled([
    rename(fresh()),
    ...Array.from({ length: 4 }, async () =>
      createTenant(makeUserContext(await makeUser()), { name: "Racer", slug: tenant.slug }),
    ),
  ]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", ...Array(4).fill("rejected")]);
});

test("is for admins, of this workspace, to free and possible names, and not without end", async () => {
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const slug = fresh();
  await expect(renameTenant(await makeContext(tenant, viewer), tenant.id, { slug })).rejects.toMatchObject({
    code: "permission_denied",
  });
  const other = await makeTenant();
  const call = async (id: string, body: unknown) =>
    callRoute(renameRoute, {
      slug: tenant.slug,
      cookie: await sessionCookie(tenant.owner, { slug: tenant.slug }),
      params: { id },
      body,
    });
  expect((await call(other.id, { slug })).status).toBe(404);
  expect((await call(tenant.id, { slug: "Not-Good" })).status).toBe(422);
  for (const taken of ["admin", other.slug, tenant.slug]) {
    expect((await call(tenant.id, { slug: taken })).status).toBe(409);
  }
  for (let n = 0; n < 5; n += 1) await rename(fresh());
  await expect(rename(fresh())).rejects.toMatchObject({ details: { reason: "too_many_renames" } });
});
