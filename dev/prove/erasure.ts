import { newId } from "@/lib/core/ids";
import { cellNames } from "@/lib/infra/database/cells";
import { ownerPool } from "@/lib/infra/database/pools";
import { findLeftovers } from "@/lib/lifecycle/erasure/find-leftovers";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { fillInCell, fillTenant } from "./isolation/canaries/fill-tenant";
import type { FarCell } from "./isolation/world";

export type ErasureReport = {
  tenants: number;
  far: number;
  leaks: number;
  control_leaks: number;
  findings: string[];
};

type Doomed = { tenant: TestTenant; canary: string };
export type ErasureOptions = { superUrl: string; far: FarCell; count: number };

/** I-11: of tenants with a row in every table nothing is left but what the law keeps. */
export async function proveErasure({ superUrl, far, count }: ErasureOptions): Promise<ErasureReport> {
  const report: ErasureReport = { tenants: count, far: 0, leaks: 0, control_leaks: 0, findings: [] };
  const doomed: Doomed[] = [];
  for (let index = 0; index < count; index += 1) {
    const isFar = index % 4 === 3;
    if (isFar) report.far += 1;
    doomed.push(await makeDoomed(superUrl, isFar ? far : undefined));
  }
  for (const { tenant } of doomed) await eraseTenant(tenant.id);
  for (const cell of cellNames()) await search(cell, doomed, report);
  report.leaks = report.findings.length;
  report.control_leaks = await control(superUrl);
  return report;
}

async function search(cell: string, doomed: readonly Doomed[], report: ErasureReport): Promise<void> {
  // Name, address and account outlive the workspace as the account's; the tenant's own rows must hold neither.
  const byId = await findLeftovers({
    needles: doomed.map(({ tenant }) => tenant.id),
    everywhere: true,
    cell,
  });
  const byText = await findLeftovers({ needles: doomed.map(({ canary }) => canary), everywhere: true, cell });
  const left = [
    ...byId.leftovers.filter(({ allowed }) => !allowed),
    ...byText.leftovers.filter(({ where, allowed }) => !allowed && !where.startsWith("platform.")),
  ];
  report.findings.push(...left.map(({ where, hits }) => `erasure: ${hits} left in ${cell} ${where}`));
  report.findings.push(...byId.unreadable.map((table) => `erasure: ${table} could not be searched`));
}

async function makeDoomed(superUrl: string, far?: FarCell): Promise<Doomed> {
  const tenant = await makeTenant({
    ...{ planKey: "enterprise" as const, status: "offboarding" as const },
    ...(far && { cell: far.name }),
  });
  const canary = `CANARY-E-${newId().slice(-12)}`;
  const options = { superUrl, tenant, canary };
  await (far ? fillInCell({ ...options, cellUrl: far.superUrl }) : fillTenant(options));
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
