import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { findLeftovers } from "@/lib/lifecycle/erasure/find-leftovers";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { fillTenant } from "./isolation/canaries/fill-tenant";

export type ErasureReport = { tenants: number; leaks: number; control_leaks: number; findings: string[] };

/** security.md I-11: of tenants with a row in every table nothing is left but what the law keeps. */
export async function proveErasure(superUrl: string, count: number): Promise<ErasureReport> {
  const report: ErasureReport = { tenants: 0, leaks: 0, control_leaks: 0, findings: [] };
  const doomed: { tenant: TestTenant; canary: string }[] = [];
  for (let index = 0; index < count; index += 1) doomed.push(await makeDoomed(superUrl));
  for (const { tenant } of doomed) await eraseTenant(tenant.id);
  report.tenants = count;
  // Name, address and account outlive the workspace as the account's; the tenant's own rows must hold neither.
  const byId = await findLeftovers({ needles: doomed.map(({ tenant }) => tenant.id), everywhere: true });
  const byText = await findLeftovers({ needles: doomed.map(({ canary }) => canary), everywhere: true });
  const left = [
    ...byId.leftovers.filter(({ allowed }) => !allowed),
    ...byText.leftovers.filter(({ where, allowed }) => !allowed && !where.startsWith("platform.")),
  ];
  report.findings.push(...left.map(({ where, hits }) => `erasure: ${hits} left in ${where}`));
  report.findings.push(...byId.unreadable.map((table) => `erasure: ${table} could not be searched`));
  report.leaks = report.findings.length;
  report.control_leaks = await control(superUrl);
  return report;
}

async function makeDoomed(superUrl: string): Promise<{ tenant: TestTenant; canary: string }> {
  const tenant = await makeTenant({ planKey: "enterprise", status: "offboarding" });
  const canary = `CANARY-E-${newId().slice(-12)}`;
  await fillTenant({ superUrl, tenant, canary });
  await ownerPool().query(
    "update platform.tenants set delete_after = now() - interval '1 minute' where id = $1",
    [tenant.id],
  );
  return { tenant, canary };
}

/** Known-bad: an erasure that forgets a table is found out, and refuses to call itself done. */
async function control(superUrl: string): Promise<number> {
  const { tenant } = await makeDoomed(superUrl);
  const refused = await eraseTenant(tenant.id, {
    skip: ["platform.operations", "platform.tenant_reviews"],
  }).then(
    () => 0,
    () => 1,
  );
  await eraseTenant(tenant.id).catch(() => undefined);
  return refused;
}
