import { expect, test } from "vitest";
import { permissionSpec } from "@/lib/access/permissions";
import type { TenantStatus } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { STATUSES } from "@/lib/tenancy/status/status-machine";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { loadRoutes } from "@/lib/testing/load-routes";
import { sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant } from "@/lib/testing/make-tenant";

/** Answers that mean: the tenant's status stood in the way. */
const CLOSED = new Set(["tenant_suspended", "tenant_unavailable"]);
/** No tenant plane yet, or none any more: the workspace is unknown to every route. */
const ABSENT: readonly TenantStatus[] = ["pending_approval", "provisioning", "erased"];

/** Routes whose verb asks for more than the declared permission. */
const STRICTER = new Set(["/api/v1/analytics/spend"]);

test("in every status each guarded route does what the capability table says", async () => {
  const tenant = await makeTenant({ planKey: "enterprise" });
  const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
  const { routes } = await loadRoutes();
  const guarded = routes.filter(
    ({ spec }) => spec.auth === "tenant" && spec.permission && spec.method !== "DELETE",
  );
  expect(guarded.length).toBeGreaterThan(20);
  const wrong: string[] = [];
  let refused = 0;
  for (const status of STATUSES) {
    await forceStatus(tenant.id, status);
    for (const handler of guarded) {
      const { permission, method, path } = handler.spec;
      if (!permission) continue;
      const answer = await callRoute(handler, { slug: tenant.slug, cookie, params: { id: newId() } });
      const isRefused = ABSENT.includes(status) ? answer.status === 404 : await standsInTheWay(answer);
      const mayPass =
        !ABSENT.includes(status) && hasCapability(status, "none", permissionSpec(permission).capability);
      if (isRefused) refused += 1;
      const isStricter = isRefused && STRICTER.has(path);
      if (isRefused === mayPass && !isStricter) wrong.push(`${status} ${method} ${path}: ${answer.status}`);
      if (answer.status >= 500) wrong.push(`${status} ${method} ${path}: ${answer.status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(guarded.length * 3);
});

/** Refused for the status: closed, or read-only. */
async function standsInTheWay(answer: Response): Promise<boolean> {
  if (answer.status < 400) return false;
  const body = (await answer.json()) as { code?: string; reason?: string };
  return CLOSED.has(body.code ?? "") || body.reason === "tenant_read_only";
}
