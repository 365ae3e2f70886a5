import { testEnvironment } from "../../dev/vitest/environment";

export type Prepared = { emails: string[]; password: string; cookie: string };

/** Migrates the database and makes people with a password and one workspace each, and one session for other requests. */
export async function preparePeople(databaseUrl: string, rootUrl: string, count: number): Promise<Prepared> {
  Object.assign(process.env, testEnvironment(databaseUrl), { ATRIUM_ROOT_URL: rootUrl });
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  const { makeTenant } = await import("@/lib/testing/make-tenant");
  const { setPassword } = await import("@/lib/testing/test-browser");
  const { createSession } = await import("@/lib/auth/create-session");
  const { sealSession } = await import("@/lib/auth/session-cookie");
  const { withSystem } = await import("@/lib/tenancy/with-system");
  await prepareDatabase();
  const password = "vivid otter paints 73 barns";
  const emails: string[] = [];
  let cookie = "";
  for (let index = 0; index < count; index += 1) {
    const { owner } = await makeTenant();
    await setPassword(owner.id, password);
    emails.push(owner.email);
    if (cookie) continue;
    const info = { requestId: "bench", ip: null, userAgent: null };
    const session = await withSystem((tx) =>
      createSession(tx, { userId: owner.id, method: "password", mfa: false, info }),
    );
    cookie = (await sealSession(session.sid, new URL(rootUrl).host)).split(";")[0] ?? "";
  }
  return { emails, password, cookie };
}
