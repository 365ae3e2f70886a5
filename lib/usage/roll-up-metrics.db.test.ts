import { expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant } from "@/lib/testing/make-tenant";
import { recordUsage } from "./record-usage";
import { rollUpMetrics } from "./roll-up-metrics";

test("finished hours are written once, in units that fit, and again when an event comes late", async () => {
  const tenant = await makeTenant();
  const ctx = await makeContext(tenant, tenant.owner);
  const at = new Date(Date.now() - 2 * 3_600_000).toISOString();
  const event = (meter: string, quantity: number, occurredAt: string) => ({
    meter,
    quantity,
    idempotency_key: newId(),
    occurred_at: occurredAt,
  });
  await recordUsage(ctx, {
    events: [
      event("storage_bytes", 2_500_000, at),
      event("execution_ms", 1_234, at),
      event("pages", 7, at),
      event("pages", 9, new Date().toISOString()),
    ],
  });
  expect(await rollUpMetrics()).toBe(3);
  expect(await rollUpMetrics()).toBe(0);
  await recordUsage(ctx, { events: [event("pages", 1, at)] });
  expect(await rollUpMetrics()).toBe(1);
  const { rows } = await systemPool().query(
    "select metric_type, metric_value from shared.usage_metrics where tenant_id = $1 order by metric_type",
    [tenant.id],
  );
  expect(rows).toEqual([
    { metric_type: "execution_s", metric_value: "1.23" },
    { metric_type: "pages", metric_value: "8.00" },
    { metric_type: "storage_mb", metric_value: "2.50" },
  ]);
});
