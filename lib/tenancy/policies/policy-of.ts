import "server-only";
import type { SystemTx } from "../with-system";
import { readStoredPolicy, type StoredPolicy } from "./schema";

export type VersionedPolicy = {
  version: number;
  policy: StoredPolicy;
  changedAt: Date | null;
  changedBy: string;
};

/** A tenant's policy in force with its version; version 0 is the platform's own rules. */
export async function policyOf(tx: SystemTx, tenantId: string): Promise<VersionedPolicy> {
  const row = await tx.securityPolicy.findFirst({ where: { tenantId }, orderBy: { version: "desc" } });
  return {
    version: row?.version ?? 0,
    policy: readStoredPolicy(row?.policy),
    changedAt: row?.createdAt ?? null,
    changedBy: row?.changedByName ?? "",
  };
}
