import { readdirSync } from "node:fs";
import type { Attempt } from "../transport";
import { cookieFor, type Principal, type World } from "../world";
import type { Case, Hosts } from "./cases-of";

export type Page = { part: "portal" | "admin" | "site"; path: string };

/** Every page's address, read from the folders so that a new page is covered by being there. */
export function allPages(foreignId: string): Page[] {
  const folders = { portal: "app/portal/[tenant]", admin: "app/admin", site: "app/site" } as const;
  return (["portal", "admin", "site"] as const).flatMap((part) =>
    readdirSync(folders[part], { recursive: true, encoding: "utf8" })
      .filter((file) => file === "page.tsx" || file.endsWith("/page.tsx"))
      .map((file) => ({
        part,
        path: `/${file.replace(/\/?page\.tsx$/, "")}`
          .replaceAll(/\[\.{0,3}\w+\]/g, foreignId)
          .replaceAll(/\/\([^)]*\)/g, ""),
      })),
  );
}

/** A page of tenant B, of the back-office or of the site, as a document and as the router's payload. */
export async function visitsOf(page: Page, principal: Principal, hosts: Hosts): Promise<Case[]> {
  // The back-office shows every tenant to those who run it.
  if (page.part === "admin" && principal.name === "super_admin") return [];
  const home = principal.home ? hosts[principal.home] : hosts.a;
  const host = { portal: hosts.b, admin: hosts.admin, site: hosts.root }[page.part];
  // Who has no session has nothing that could be sealed for another host.
  const sealed = page.part === "portal" && principal.user ? [host, home] : [host];
  const cookies = await Promise.all(sealed.map((name) => cookieFor(principal, name)));
  return cookies.flatMap((cookie) =>
    [false, true].map((asPayload): Case => {
      const headers: Record<string, string> = {
        ...(cookie ? { cookie } : {}),
        ...(principal.key ? { authorization: `Bearer ${principal.key}` } : {}),
        ...(asPayload ? { rsc: "1" } : {}),
      };
      return { slot: "page", principal, attempt: get(host, page.path, headers) };
    }),
  );
}

/** Route files that are no declarations: their protocols are others', but their answers are read all the same. */
export const UNDECLARED_PATHS: Readonly<Record<string, readonly string[]>> = {
  "app/api/[...path]/route.ts": ["/api/v1/nothing/{id}", "/api/nothing"],
  "app/api/auth/[...nextauth]/route.ts": ["/api/auth/session", "/api/auth/providers", "/api/auth/csrf"],
  "app/api/health/route.ts": ["/api/health"],
  "app/api/saml/[id]/acs/route.ts": ["/api/saml/{id}/acs"],
  "app/api/scim/v2/[...path]/route.ts": ["/api/scim/v2/Users", "/api/scim/v2/Groups/{id}"],
  "app/api/webhooks/stripe/route.ts": ["/api/webhooks/stripe"],
};

export async function undeclaredCases(principal: Principal, world: World, hosts: Hosts): Promise<Case[]> {
  const cookie = await cookieFor(principal, hosts.b);
  const headers: Record<string, string> = cookie ? { cookie } : {};
  return Object.values(UNDECLARED_PATHS)
    .flat()
    .map((path) => ({
      slot: "host",
      principal,
      attempt: get(hosts.b, path.replace("{id}", world.b.id), headers),
    }));
}

function get(host: string, route: string, headers: Record<string, string>): Attempt {
  return { method: "GET", route, params: {}, query: "", host, headers, body: undefined };
}
