import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUser, type TestUser } from "./make-tenant";

/** A super admin. Their sessions still need a second factor: see sessionCookie(). */
export async function makeSuperAdmin(): Promise<TestUser> {
  const user = await makeUser({ firstName: "Staff" });
  await withSystem((tx) =>
    tx.user.update({ where: { id: user.id }, data: { platformRole: "super_admin" }, select: { id: true } }),
  );
  return user;
}

/** The Cookie header of a fresh session of this person on one host: a slug, `admin`, or the root host without one. */
export async function sessionCookie(
  user: TestUser,
  options: { slug?: string; mfa?: boolean } = {},
): Promise<string> {
  const info = { requestId: newId(), ip: "192.0.2.10", userAgent: "test" };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa: options.mfa ?? false, info }),
  );
  const host = options.slug ? `${options.slug}.atrium.localhost:3000` : "atrium.localhost:3000";
  return (await sealSession(session.sid, host)).split(";")[0] ?? "";
}
