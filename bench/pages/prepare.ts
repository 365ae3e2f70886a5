import { testEnvironment } from "../../dev/vitest/environment";

export type Prepared = { slug: string; cookie: string; itemId: string };

const MEMBERS = 20;

/** A workspace with a page of members, its owner's session on its host, and the bare application's rows. */
export async function preparePages(databaseUrl: string, rootUrl: string): Promise<Prepared> {
  Object.assign(process.env, testEnvironment(databaseUrl), { ATRIUM_ROOT_URL: rootUrl });
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  const { addMember, makeTenant, makeUser } = await import("@/lib/testing/make-tenant");
  const { createSession } = await import("@/lib/auth/create-session");
  const { sealSession } = await import("@/lib/auth/session-cookie");
  const { withSystem } = await import("@/lib/tenancy/with-system");
  const { ownerPool } = await import("@/lib/infra/database/pools");
  const { newId } = await import("@/lib/core/ids");
  await prepareDatabase();
  const tenant = await makeTenant({ planKey: "professional" });
  for (let index = 1; index < MEMBERS; index += 1) await addMember(tenant, await makeUser(), "viewer");
  const info = { requestId: "bench", ip: null, userAgent: null };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: tenant.owner.id, method: "password", mfa: false, info }),
  );
  const host = `${tenant.slug}.${new URL(rootUrl).host}`;
  const cookie = (await sealSession(session.sid, host)).split(";")[0] ?? "";
  const itemId = newId();
  const owner = ownerPool();
  await owner.query("create schema bench");
  await owner.query("create table bench.items (id uuid primary key, name text not null, note text not null)");
  await owner.query("insert into bench.items values ($1, 'An item', 'A row like any other')", [itemId]);
  await owner.query(
    `create table bench.members as select n as id, 'Test Person' as name,
       'person-' || md5(n::text) || '@example.test' as email, 'viewer' as role, now() as joined_at
     from generate_series(1, ${MEMBERS}) n`,
  );
  return { slug: tenant.slug, cookie, itemId };
}
