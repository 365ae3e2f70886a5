import { PLANS } from "@/lib/entitlements/catalogue";
import { systemPool } from "@/lib/infra/database/pools";
import { ensurePerson, PASSWORD } from "./people";
import type { Seeded } from "./sign-ins";
import { countCalls } from "./usage-history";
import { ensureWorkspace } from "./workspaces";

/** A Free workspace that has used all its calls of this month: the next one answers 429. */
export async function seedOverQuota(): Promise<Seeded> {
  const owner = await ensurePerson({ email: "olga@overquota.example", firstName: "Olga", lastName: "Quist" });
  const workspace = await ensureWorkspace(owner, { name: "Over Quota", slug: "over-quota" });
  const { rows } = await systemPool().query<{ id: string }>("select platform.current_period($1) as id", [
    workspace.accountId,
  ]);
  const limit = PLANS.free.grants.api_calls ?? 0;
  if (rows[0]) await countCalls(workspace.accountId, rows[0].id, limit);
  return {
    summary: `Over Quota has used ${limit} of ${limit} calls`,
    tenant: workspace.slug,
    signIns: [{ email: owner.email, password: PASSWORD, role: "Over Quota: owner, Tenant Admin" }],
  };
}
