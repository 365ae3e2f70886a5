import "server-only";
import { readerPool } from "@/lib/infra/database/pools";
import { readStoredPolicy, type StoredPolicy } from "./schema";

/** A tenant's policy in force, for verbs that must obey it. The control plane answers, whichever cell the tenant is in. */
export async function readPolicy(tenantId: string): Promise<StoredPolicy> {
  const { rows } = await readerPool().query<{ policy: unknown }>({
    name: "policy-of",
    text: "select policy from platform.policy_of($1)",
    values: [tenantId],
  });
  return readStoredPolicy(rows[0]?.policy);
}
