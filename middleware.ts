import { type NextRequest, NextResponse } from "next/server";
import { movedUrl } from "@/lib/access/moved-slug";
import { peekRequest } from "@/lib/access/peek-request";
import { env } from "@/lib/infra/env";
import { rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { domainUrl, resolveHost } from "@/lib/tenancy/resolve-host";

// Pages only: chooses the part of the product by host, hints at redirects, sets the CSP. Never a boundary: pages and
// routes check everything again, and proof I-4 runs with this file replaced by its rewrite alone.
export const config = {
  runtime: "nodejs",
  matcher: ["/((?!api/|_next/|favicon\\.ico|.*\\.(?:png|svg|txt|webmanifest)$).*)"],
};

export async function middleware(request: NextRequest): Promise<NextResponse> {
  const host = await resolveHost(request.headers.get("host"));
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const csp = contentSecurityPolicy(nonce);
  headers.set("x-nonce", nonce);
  headers.set("x-path", pathname + search);
  headers.set("content-security-policy", csp);
  const show = (path: string) => {
    const url = request.nextUrl.clone();
    url.pathname = path;
    const response = NextResponse.rewrite(url, { request: { headers } });
    response.headers.set("content-security-policy", csp);
    return response;
  };
  if (host.kind === "unknown" || /^\/(site|portal|admin)(\/|$)/.test(pathname)) return show("/not-found");
  if (host.kind === "root") return show(`/site${pathname}`);
  const seen = await peekRequest(request.headers);
  if (host.kind === "tenant" && !seen.tenant) {
    const moved = await movedUrl(host.slug, pathname + search);
    return moved ? NextResponse.redirect(moved, 308) : show("/site/unknown-workspace");
  }
  // A setup link's page belongs to nobody's session.
  if (host.kind === "tenant" && pathname === "/sso-setup") return show(`/portal/${host.slug}/sso-setup`);
  const name = host.kind === "tenant" ? host.slug : "admin";
  if (seen.supportOver) return NextResponse.redirect(tenantUrl(name, "/api/auth-flows/leave-support"));
  if (!seen.signedIn) {
    if (seen.branded && pathname === "/sign-in") return show(`/portal/${name}/sign-in`);
    const back = pathname === "/" ? "" : `&next=${encodeURIComponent(pathname + search)}`;
    const domain = host.kind === "tenant" ? host.domain : null;
    const door = `/sign-in?${back.slice(1)}`;
    if (seen.branded) return NextResponse.redirect(domain ? domainUrl(domain, door) : tenantUrl(name, door));
    return NextResponse.redirect(rootUrl(`/sign-in?to=${domain ?? name}${back}`));
  }
  if (host.kind === "admin") return show(`/admin${pathname}`);
  if (seen.tenant === "provisioning") return NextResponse.redirect(rootUrl("/onboarding/provisioning"));
  return show(`/portal/${host.slug}${pathname}`);
}

function contentSecurityPolicy(nonce: string): string {
  const development = env().NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' https://api.stripe.com${development ? " ws:" : ""}`,
    "frame-src https://js.stripe.com https://hooks.stripe.com",
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  ].join("; ");
}
