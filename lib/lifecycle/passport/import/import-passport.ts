import "server-only";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { digestTenant } from "../digest-tenant";
import { type IdMap, inverse } from "../map-ids";
import { alone } from "./alone";
import { assertKnownMigrations } from "./assert-fits";
import { type CheckedPassport, checkPassport, type PassportInput } from "./check-passport";
import { type Claim, claimTenant } from "./claim-tenant";
import { listOpenImports, undoDeadImport } from "./dead-imports";
import { assertFits, fillTenant } from "./fill-tenant";
import { openTenant, terminal, writeDirectories } from "./open-tenant";
import { undoImport } from "./undo-import";

export type ImportOptions = PassportInput & {
  /** Another address than the one it had. */
  slug?: string;
  name?: string;
  accountId?: string;
  cell?: string;
  /** Makes a copy: its ids, and what is left out of it. */
  copy?: { ids: (checked: CheckedPassport) => IdMap; leaveOut: (table: string) => boolean };
  by?: RequestInfo & { actor: Actor };
  onProgress?: (rows: number) => void;
  /** Called before the tenant opens; proofs stop here. */
  beforeOpening?: () => Promise<void>;
};

export type ImportedTenant = { tenantId: string; slug: string; root: string; createdUsers: number };

/**
 * Brings a tenant back, or here from another installation. The whole bundle is proved before anything is written; the
 * tenant opens when its root hash is that of the bundle, and an import that fails or is killed leaves nothing.
 * @throws BundleError; ConflictError tenant_exists, slug_taken, slug_reserved, import_running; LimitError limit_reached
 */
export async function importPassport(options: ImportOptions): Promise<ImportedTenant> {
  const cell = options.cell ?? MAIN_CELL;
  const checked = await checkPassport(options);
  assertKnownMigrations(checked);
  const ids = options.copy?.ids(checked);
  const tenantId = ids?.get(checked.head.tenant.id) ?? checked.head.tenant.id;
  await assertFits(checked, cell, tenantId);
  await clearAddress(options.slug ?? checked.head.tenant.slug);
  return alone(tenantId, async () => {
    // Nobody else holds this lock, so that the remains of an import that was killed can go.
    for (const left of await listOpenImports({ tenantId })) await undoImport(left);
    const claim = await claimTenant(checked, { ...pick(options), cell, ...(ids && { ids }) });
    try {
      const { copy, onProgress } = options;
      const rows = await fillTenant(options, checked, claim, {
        ...(copy && { leaveOut: copy.leaveOut, withoutSecrets: true }),
        ...(onProgress && { onProgress }),
      });
      await writeDirectories(claim, rows);
      if (!copy) await assertSameRoot(checked, claim);
      await options.beforeOpening?.();
      await openTenant(claim, checked, options.by ?? terminal(), copy ? "tenant.cloned" : "tenant.imported");
    } catch (error) {
      await undoImport(claim);
      throw error;
    }
    return {
      tenantId,
      slug: claim.slug,
      root: checked.manifest.root,
      createdUsers: claim.createdUsers.length,
    };
  });
}

function pick({ slug, name, accountId }: ImportOptions) {
  return { ...(slug && { slug }), ...(name && { name }), ...(accountId && { accountId }) };
}

/** A killed import of another tenant to the same address: a clone has new ids with every attempt. */
async function clearAddress(slug: string): Promise<void> {
  for (const left of await listOpenImports({ slug })) {
    // One that is under way keeps the address, as claimTenant() will say.
    await undoDeadImport(left).catch((error: unknown) => {
      if (!(error instanceof ConflictError)) throw error;
    });
  }
}

async function assertSameRoot(checked: CheckedPassport, claim: Claim): Promise<void> {
  const { root } = await digestTenant(claim, { columns: checked.columns, ids: inverse(new Map(claim.ids)) });
  if (root !== checked.manifest.root) throw new BundleError("damaged", "What arrived is not what was sent.");
}
