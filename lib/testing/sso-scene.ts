import { afterAll, beforeAll, beforeEach } from "vitest";
import type { GET as getMe } from "@/app/api/v1/me/route";
import { type OidcForger, startForger } from "@/dev/identity/forger";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { startDns, type TestDns } from "./dns-server";
import { makeContext } from "./make-context";
import { makeTenant, type TestTenant } from "./make-tenant";
import {
  makeOidcConnection,
  makeSamlConnection,
  membershipOf,
  type SamlConnection,
  type TestConnection,
} from "./sso-world";
import { TestBrowser } from "./test-browser";

export let dns: TestDns;
export let forger: OidcForger;
export let tenant: TestTenant;
export let other: TestTenant;

/** Two workspaces that may have single sign-on, a provider that says what it is told, and name servers of our own. */
export function ssoScene(): void {
  beforeAll(async () => {
    [dns, forger] = await Promise.all([startDns(), startForger()]);
    env().DNS_SERVERS.push(dns.address);
    tenant = await makeTenant({ planKey: "enterprise" });
    other = await makeTenant({ planKey: "enterprise" });
  });
  afterAll(async () => {
    env().DNS_SERVERS.length = 0;
    await Promise.all([dns.close(), forger.stop()]);
  });
}

export let saml: SamlConnection;
export let oidc: TestConnection;
/** Of the test that runs: its domains have it in their names. */
export let count = 0;

/** The same, and in the first workspace a connection of each kind for every test. */
export function ssoSignInScene(): void {
  ssoScene();
  beforeEach(async () => {
    count += 1;
    saml = await makeSamlConnection(tenant, `saml${count}.acme-people.com`);
    oidc = await makeOidcConnection(tenant, `oidc${count}.acme-people.com`, forger);
  });
}

export const admin = (of: TestTenant = tenant) => makeContext(of, of.owner);
export const rows = async <T extends object>(sql: string, values: unknown[]) =>
  (await systemPool().query<T>(sql, values)).rows;
export const sessionOf = (browser: TestBrowser) => browser.jar().get("__Host-atrium.sso-session") ?? "";
export const reasonOf = (location: URL) => location.searchParams.get("error");
export const memberRow = (userId: string) => membershipOf(tenant.id, userId);
export const userOf = async (email: string) =>
  (await rows<{ id: string }>("select id from platform.users where email = $1", [email]))[0]?.id ?? "";

/** Calls a route on a host with the session that single sign-on made, as if a browser had it there. */
export async function callOn(
  slug: string | undefined,
  browser: TestBrowser,
  route: typeof getMe,
  query?: string,
) {
  const host = slug ? `${slug}.atrium.localhost:3000` : "atrium.localhost:3000";
  const visitor = new TestBrowser();
  const cookie = (await sealSession(sessionOf(browser), host)).split(";")[0] ?? "";
  const at = cookie.indexOf("=");
  visitor.jar(slug ?? "").set(cookie.slice(0, at), cookie.slice(at + 1));
  return visitor.call(route, { ...(slug && { slug }), ...(query && { query }) });
}
