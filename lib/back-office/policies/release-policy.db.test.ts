import { expect, test } from "vitest";
import { systemPool } from "@/lib/infra/database/pools";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { DEFAULT_POLICY } from "@/lib/tenancy/policies/schema";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeTenant } from "@/lib/testing/make-tenant";
import { releasePolicy } from "./release-policy";

test("turns off what shuts people out, keeps the rest, and tells everybody", async () => {
  const tenant = await makeTenant();
  const policy = {
    ...DEFAULT_POLICY,
    session: { idle_minutes: 30, absolute_minutes: null },
    ip_allowlist: { enabled: true, entries: [{ cidr: "203.0.113.0/24", label: "" }] },
  };
  await withSystem((tx) => tx.securityPolicy.create({ data: { tenantId: tenant.id, version: 1, policy } }));
  await expect(releasePolicy({ slug: tenant.slug, reason: "x" })).rejects.toMatchObject({
    code: "validation_failed",
  });
  await expect(releasePolicy({ slug: "nobody-here", reason: "They called us." })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await releasePolicy({ slug: tenant.slug, reason: "They called us." })).toEqual(["ip_allowlist"]);
  const found = await withSystem((tx) => policyOf(tx, tenant.id));
  expect(found).toMatchObject({
    version: 2,
    changedBy: "Atrium support",
    policy: {
      session: { idle_minutes: 30 },
      ip_allowlist: { enabled: false, entries: [{ cidr: "203.0.113.0/24" }] },
    },
  });
  const { rows } = await systemPool().query(
    `select (select count(*)::int from shared.domain_events where tenant_id = $1 and action = 'security_policy.released') as theirs,
      (select max(reason) from platform.platform_events where tenant_id = $1 and action = 'security_policy.released') as ours`,
    [tenant.id],
  );
  expect(rows).toEqual([{ theirs: 1, ours: "They called us." }]);
  expect(await releasePolicy({ slug: tenant.slug, reason: "They called us." })).toEqual([]);
});
