import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";

const TTL_SECONDS = 60;

/**
 * The code that takes the own support session to its workspace's host: single-use, 60 s, for the back-office session that
 * started it and, through `state`, for the browser that asked there. Returns the address to go to.
 * @throws PermissionError; NotFoundError without one, when it is over and when it was taken over already
 */
export async function handOverSupportSession(ctx: StaffContext, input: { state: string }): Promise<string> {
  assertStaff(ctx);
  const code = newToken();
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ slug: string }[]>`
      update platform.support_sessions x set code_hash = ${hashToken(code)}, code_state = ${input.state},
        code_expires_at = now() + make_interval(secs => ${TTL_SECONDS})
      from platform.tenants t
      where t.id = x.tenant_id and x.session_id is null and x.ended_at is null
        and x.staff_id = ${ctx.actor.userId}::uuid and x.staff_session_id = ${ctx.actor.sessionId}::uuid
        and platform.support_session_over(x.id) is null
      returning t.slug::text`,
  );
  const slug = rows[0]?.slug;
  if (!slug) throw new NotFoundError("support session");
  return tenantUrl(slug, `/api/auth-flows/enter-support?code=${code}`);
}
