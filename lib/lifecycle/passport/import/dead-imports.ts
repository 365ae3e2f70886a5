import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { alone } from "./alone";
import type { Claim } from "./claim-tenant";
import { undoImport } from "./undo-import";

/** Imports and clones without an end, whether their process lives or not. */
export async function listOpenImports(where: { tenantId?: string; slug?: string } = {}): Promise<Claim[]> {
  const open = await withSystem((tx) =>
    tx.operation.findMany({
      where: {
        kind: "import_tenant",
        state: "running",
        ...(where.tenantId && { tenantId: where.tenantId }),
        ...(where.slug && { tenant: { slug: where.slug } }),
      },
      select: { input: true },
    }),
  );
  // The operations were written by claimTenant().
  return open.map(({ input }) => input as unknown as Claim);
}

/**
 * Takes back an import whose process died; one that ended meanwhile is left alone.
 * @throws ConflictError import_running while its process lives
 */
export async function undoDeadImport({ tenantId, operationId }: Claim): Promise<void> {
  await alone(tenantId, async () => {
    const claim = (await listOpenImports({ tenantId })).find((open) => open.operationId === operationId);
    if (claim) await undoImport(claim);
  });
}
