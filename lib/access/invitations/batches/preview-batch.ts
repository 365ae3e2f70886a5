import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { readSeats } from "@/lib/access/seats/read-seats";
import type { TenantContext } from "@/lib/core/context";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { judgeList } from "./judge-list";
import { type BatchInput, type BatchPreview, batchInput } from "./schema";

/**
 * What would become of a list of people, row by row. Sends and keeps nothing.
 * @throws DomainError permission_denied (reason feature_switched_off)
 * @throws ValidationError list_empty, list_too_large, list_too_long, list_quote
 */
export async function previewBatch(ctx: TenantContext, input: BatchInput): Promise<BatchPreview> {
  ctx.authorize("members:invite");
  assertFeature(ctx.tenant.entitlements, "bulk_invitations");
  const wish = batchInput.parse(input);
  const rows = await withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, (tx) =>
    judgeList(tx, ctx, wish),
  );
  return {
    rows: rows.map(({ line, email, role, name, locale: language, verdict }) => ({
      line,
      email,
      role,
      name,
      language,
      verdict,
    })),
    valid: rows.filter(({ verdict }) => verdict === "valid").length,
    seats: await readSeats(ctx),
  };
}
