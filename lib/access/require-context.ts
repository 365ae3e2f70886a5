import "server-only";
import { cookies, headers } from "next/headers";
import { forbidden, notFound, permanentRedirect, redirect } from "next/navigation";
import { cache } from "react";
import { recordEvent } from "@/lib/audit/record-event";
import { hasSupportCookie } from "@/lib/auth/session-cookie";
import type { StaffContext, TenantContext, UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { parseHost, rootUrl } from "@/lib/tenancy/hosts";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { movedUrl } from "./moved-slug";
import type { Permission } from "./permissions";
import { keepReceipt } from "./receipts/keep-receipt";
import { type Resolved, resolveRequest } from "./resolve-request";

/** The request's resolution, once a render: layout and page share one look-up. */
export const currentRequest = cache(async (): Promise<Resolved> => {
  const [head, jar] = await Promise.all([headers(), cookies()]);
  return resolveRequest({
    host: head.get("host") ?? "",
    cookie: jar.toString(),
    requestId: head.get("x-request-id") ?? newId(),
    ip: head.get("x-client-ip"),
    userAgent: head.get("user-agent"),
  });
});

/**
 * The first line of every portal page: the tenant context of this request, or a redirect to where the person can
 * go on. With a permission, answers 403 to those who lack it.
 */
export async function requireContext(permission?: Permission): Promise<TenantContext> {
  const resolved = await currentRequest();
  if (resolved.kind === "tenant") {
    const { ctx } = resolved;
    const { status, billingState } = ctx.tenant;
    const decision = permission ? ctx.decide(permission) : null;
    if (!decision || decision.allowed) {
      await noteVisit(ctx);
      return ctx;
    }
    if (!hasCapability(status, billingState, "read")) redirect("/unavailable");
    const route = (await headers()).get("x-path")?.split("?")[0] ?? "/";
    const details = { decisionId: decision.id, reason: decision.reason, subject: decision.permission };
    await keepReceipt(ctx, { ...decision, details }, { method: "PAGE", route });
    forbidden();
  }
  // The page that says why lies beside the tenant's others; everything else stays shut.
  if (resolved.kind === "refused") redirect("/access-restricted");
  if (resolved.kind === "signed_out" && resolved.tenant) {
    const cookie = (await headers()).get("cookie");
    if (hasSupportCookie(cookie)) redirect("/api/auth-flows/leave-support");
    redirect(rootUrl(`/sign-in?to=${encodeURIComponent(resolved.tenant.slug)}`));
  }
  if (resolved.kind === "unreachable") redirect("/unavailable");
  if (resolved.kind === "not_ready") redirect(rootUrl("/onboarding/provisioning"));
  if (resolved.kind === "not_member") redirect(rootUrl(`/no-access?to=${resolved.tenant.slug}`));
  if (resolved.kind === "no_tenant") await followMove();
  notFound();
}

/** Each page that support staff open is in the workspace's log, once a render. */
const noteVisit = cache(async (ctx: TenantContext): Promise<void> => {
  if (ctx.actor.type !== "user" || !ctx.actor.support) return;
  const head = await headers();
  const page = head.get("x-path")?.split("?")[0] ?? "/";
  await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    recordEvent(tx, ctx, {
      action: "support_session.viewed",
      target: { type: "page", id: page.slice(0, 255), label: page },
    }),
  );
});

/** Middleware sends old addresses on, by what it knew up to 5 s ago: in those the page does. */
async function followMove(): Promise<void> {
  const head = await headers();
  const host = parseHost(head.get("host") ?? "");
  const moved = host.kind === "tenant" ? await movedUrl(host.slug, head.get("x-path") ?? "/") : null;
  if (moved) permanentRedirect(moved);
}

/** The first line of a root-host page that needs a signed-in person. */
export async function requireUser(): Promise<UserContext> {
  const resolved = await currentRequest();
  if (resolved.kind === "user") return resolved.ctx;
  if (resolved.kind === "signed_out") redirect(rootUrl("/sign-in"));
  notFound();
}

/** The first line of every back-office page: a super admin whose session carries a second factor. */
export async function requireStaff(): Promise<StaffContext> {
  const resolved = await currentRequest();
  if (resolved.kind === "staff") return resolved.ctx;
  if (resolved.kind === "signed_out" || resolved.kind === "not_staff") {
    redirect(rootUrl("/sign-in?to=admin"));
  }
  notFound();
}
