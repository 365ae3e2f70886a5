import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentTenant } from "./present-tenant";
import { type TenantDto, type UpdateTenantInput, updateTenantInput } from "./schema";

/**
 * Changes the named fields of the workspace. Everything that shows them reads this row, so nothing else has to
 * follow; the address stays as it is.
 * @throws NotFoundError for any other id; DomainError permission_denied, validation_failed
 */
export async function updateTenant(
  ctx: TenantContext,
  id: string,
  raw: UpdateTenantInput,
): Promise<TenantDto> {
  if (id !== ctx.tenant.id) throw new NotFoundError("tenant");
  ctx.authorize("tenant:update");
  const input = updateTenantInput.parse(raw);
  return withSystem(async (tx) => {
    const before = await tx.tenant.findUnique({ where: { id } });
    if (!before) throw new NotFoundError("tenant");
    const tenant = await tx.tenant.update({
      where: { id },
      data: {
        ...(input.name !== undefined && { name: input.name }),
        ...(input.locale !== undefined && { locale: input.locale }),
        ...(input.time_zone !== undefined && { timeZone: input.time_zone }),
        ...(input.date_format !== undefined && { dateFormat: input.date_format }),
        ...(input.number_format !== undefined && { numberFormat: input.number_format }),
        ...(input.week_start !== undefined && { weekStart: input.week_start }),
        ...(input.currency_display !== undefined && { currencyDisplay: input.currency_display }),
      },
    });
    await recordEvent(tx, ctx, {
      action: "tenant.updated",
      target: { type: "tenant", id, label: tenant.name },
      before: audited(before),
      after: audited(tenant),
    });
    return presentTenant(tenant);
  });
}

function audited(row: Tenant) {
  const { name, locale, timeZone: time_zone, dateFormat, numberFormat, weekStart, currencyDisplay } = row;
  const formats = [dateFormat, numberFormat, weekStart, currencyDisplay].join(", ");
  return { name, locale, time_zone, formats };
}
