import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { clearFlowCookie, readFlowCookie } from "@/lib/auth/flow-cookie";
import { acceptHandOff } from "@/lib/auth/hand-off/accept-hand-off";
import { preferenceCookies } from "@/lib/auth/profile/preference-cookies";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { sealSession } from "@/lib/auth/session-cookie";
import { NotFoundError } from "@/lib/core/errors";
import { adminUrl, rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { domainUrl, resolveHost } from "@/lib/tenancy/resolve-host";

function addressOn(
  host: { kind: "admin" } | { kind: "tenant"; slug: string; domain: string | null },
  path: string,
) {
  if (host.kind === "admin") return adminUrl(path);
  return host.domain ? domainUrl(host.domain, path) : tenantUrl(host.slug, path);
}

export const GET = route({
  method: "GET",
  path: "/api/auth-flows/accept-hand-off",
  summary: "Take a session over on this workspace's host",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 120, windowSeconds: 60 },
  query: z.object({ code: z.string().min(1).max(200), next: z.string().max(2000).optional() }),
  response: null,
  handler: async ({ ctx, query }) => {
    const host = await resolveHost(ctx.host);
    if (host.kind !== "tenant" && host.kind !== "admin") throw new NotFoundError();
    const nonce = readFlowCookie(ctx.cookie, "handOff");
    const accepted = nonce ? await acceptHandOff({ code: query.code, nonce, host: ctx.host }) : null;
    const next = safeNextPath(query.next);
    // The code is in this address: no page may learn it from a referrer.
    const headers = { "referrer-policy": "no-referrer" };
    if (!accepted) {
      const to = host.kind === "tenant" ? (host.domain ?? host.slug) : "admin";
      const back = new URLSearchParams({ to, notice: "hand_off_expired", ...(next && { next }) });
      return new Reply(null, { status: 303, headers: { ...headers, location: rootUrl(`/sign-in?${back}`) } });
    }
    const target = addressOn(host, next ?? "/");
    return new Reply(null, {
      status: 303,
      headers: { ...headers, location: target },
      cookies: [
        await sealSession(accepted.sid, ctx.host.toLowerCase()),
        clearFlowCookie("handOff"),
        ...(await preferenceCookies(accepted.userId, { cookie: ctx.cookie, overwrite: true })),
      ],
    });
  },
});
