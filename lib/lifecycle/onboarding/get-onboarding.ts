import "server-only";
import type { UserContext } from "@/lib/core/context";
import { isId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { type OnboardingDto, onboardingDto } from "./schema";

/** Where a person is in the wizard: at its beginning when they never were in it, or their workspace is gone. */
export async function getOnboarding(ctx: UserContext): Promise<OnboardingDto> {
  const row = await withSystem((tx) =>
    tx.onboarding.findUnique({ where: { userId: ctx.actor.userId }, include: { tenant: true } }),
  );
  const operationId = operationOf(row?.data);
  return onboardingDto.parse({
    step: row?.tenant || operationId ? row?.step : "workspace",
    tenant: row?.tenant
      ? {
          id: row.tenant.id,
          name: row.tenant.name,
          slug: row.tenant.slug,
          status: row.tenant.status,
          locale: row.tenant.locale,
          time_zone: row.tenant.timeZone,
        }
      : null,
    operation_id: operationId,
    completed_at: row?.completedAt?.toISOString() ?? null,
  });
}

function operationOf(data: unknown): string | null {
  if (typeof data !== "object" || data === null || !("operation_id" in data)) return null;
  return typeof data.operation_id === "string" && isId(data.operation_id) ? data.operation_id : null;
}
