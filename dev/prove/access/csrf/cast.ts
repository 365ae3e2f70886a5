import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { newId } from "@/lib/core/ids";
import { makeContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { ROOT, type Target } from "./routes";

/** Whose browser, or program, sends it. */
export type Caller = { host: string; ip: string; cookie?: string; key?: string };

export type Cast = { tenant: TestTenant; staff: TestUser; key: string };

/** A workspace's owner with all rights and a fresh proof of identity, a super admin, and a key. */
export async function makeCast(): Promise<Cast> {
  const unlimited = { api_calls: null, api_rate: 1_000_000 };
  const [tenant, staff] = await Promise.all([
    makeTenant({ planKey: "enterprise", limits: unlimited }),
    makeSuperAdmin(),
  ]);
  const ctx = await makeContext(tenant, tenant.owner);
  const { key } = await createApiKey(ctx, { name: "Proof", scopes: ["agents:read", "usage:read"] });
  return { tenant, staff, key };
}

/** The victim's browser on the host where this target is: a fresh session of its own. */
export async function victimAt(cast: Cast, target: Target): Promise<Caller> {
  const ip = `198.51.100.${(newId().charCodeAt(35) % 200) + 1}`;
  switch (target.auth) {
    case "tenant": {
      const { slug } = cast.tenant;
      return {
        host: `${slug}.${ROOT}`,
        ip,
        cookie: await sessionCookie(cast.tenant.owner, { slug, mfa: true }),
      };
    }
    case "staff":
      return {
        host: `admin.${ROOT}`,
        ip,
        cookie: await sessionCookie(cast.staff, { slug: "admin", mfa: true }),
      };
    case "public":
    case "user":
    case "undeclared":
      return { host: ROOT, ip, cookie: await sessionCookie(cast.tenant.owner, { mfa: true }) };
    default:
      return target.auth satisfies never;
  }
}
