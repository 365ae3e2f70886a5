import "server-only";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { NOT_CLONED } from "../format/carried-tables";
import type { CheckedPassport } from "../import/check-passport";
import { type ImportedTenant, importPassport } from "../import/import-passport";
import { freshIds } from "../map-ids";
import { withBundle } from "./with-bundle";

export type CloneInput = {
  tenantId: string;
  slug: string;
  name: string;
  cell?: string;
  by: RequestInfo & { actor: Actor };
  /** Called before the copy opens; proofs stop here. */
  beforeOpening?: () => Promise<void>;
};

/**
 * Copies a tenant into a sandbox of the same account: new ids, the same people, settings and agents; no keys, no
 * invitations, no secrets, nothing that reaches outside, no history. Counts towards the account's limits.
 * @throws ConflictError slug_taken, slug_reserved; LimitError limit_reached; NotFoundError
 */
export async function cloneToSandbox({ tenantId, ...input }: CloneInput): Promise<ImportedTenant> {
  return withBundle(tenantId, (bundle) =>
    importPassport({
      ...bundle,
      ...input,
      copy: { ids: newIds, leaveOut: (table) => NOT_CLONED.some((pattern) => pattern.test(table)) },
    }),
  );
}

function newIds({ head, rowIds }: CheckedPassport) {
  return freshIds([head.tenant.id, ...rowIds]);
}
