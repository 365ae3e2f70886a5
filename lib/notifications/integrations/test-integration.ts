import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { probe } from "./connectors/probe";
import { assertAvailable, openSecret, refusalOf, requireIntegration } from "./internal";
import type { IntegrationKind, TestResult } from "./schema";

/**
 * Tries the stored settings for real, through the guarded request, outside any transaction. The answer says whether it
 * worked, how long it took and a reason of ours; nothing that the other side wrote.
 * @throws DomainError permission_denied, feature_unavailable; NotFoundError
 */
export async function testIntegration(ctx: TenantContext, kind: IntegrationKind): Promise<TestResult> {
  ctx.authorize("integrations:manage");
  assertAvailable(ctx.tenant.entitlements, kind);
  const tenantId = ctx.tenant.id;
  const row = await withTenant({ tenantId }, (tx) => requireIntegration(tx, kind));
  const refusal = await refusalOf(tenantId, row);
  const result: TestResult = refusal
    ? { ok: false, duration_ms: 0, status: null, reason: refusal }
    : await probe(kind, row.config, await openSecret(tenantId, row));
  await withTenant({ tenantId }, async (tx) => {
    await tx.integration.updateMany({
      where: { id: row.id },
      data: result.ok
        ? { lastUsedAt: new Date(), lastError: null, lastErrorAt: null }
        : { lastError: result.reason, lastErrorAt: new Date() },
    });
    await recordEvent(tx, ctx, {
      action: "integration.tested",
      target: { type: "integration", id: row.id, label: kind },
      after: { ok: result.ok, reason: result.reason },
    });
  });
  return result;
}
