import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { judgeWish } from "./judge-wish";
import type { SupportPreviewDto } from "./schema";

/**
 * What somebody of staff sees before they act in a member's place: who it is, what the workspace allows and what was
 * agreed to. Writes nothing.
 * @throws PermissionError; NotFoundError
 */
export async function getSupportPreview(
  ctx: StaffContext,
  input: { tenantId: string; memberId: string },
): Promise<SupportPreviewDto> {
  assertStaff(ctx);
  const wish = { tenant_id: input.tenantId, member_id: input.memberId, mode: "read" as const };
  const staffId = ctx.actor.userId;
  return withSystem(async (tx) => {
    const reading = await judgeWish(tx, ctx, wish);
    const writing = await judgeWish(tx, ctx, { ...wish, mode: "write" });
    const asked = await tx.supportRequest.findFirst({
      where: {
        tenantId: input.tenantId,
        userId: input.memberId,
        staffId,
        status: "pending",
        expiresAt: { gt: new Date() },
      },
    });
    const [live] = await tx.$queryRaw<{ id: string; tenant_name: string }[]>`
      select x.id::text, t.name::text as tenant_name from platform.support_sessions x
      join platform.tenants t on t.id = x.tenant_id
      where x.staff_id = ${staffId}::uuid and x.ended_at is null and platform.support_session_over(x.id) is null`;
    const consent = writing.consent ?? reading.consent;
    const { id, name, slug } = reading.tenant;
    return {
      tenant: { id, name, slug },
      member: reading.member,
      access: reading.policy.access,
      refusal: reading.refusal,
      consent: consent && { mode: consent.mode, expires_at: consent.expiresAt.toISOString() },
      asked: asked && {
        mode: asked.mode === "write" ? "write" : "read",
        expires_at: asked.expiresAt.toISOString(),
      },
      live: live ?? null,
    };
  });
}
