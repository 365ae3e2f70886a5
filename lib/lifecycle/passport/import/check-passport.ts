import "server-only";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import type { BundleUnlock } from "@/lib/infra/bundle/bundle-key";
import type { BundleSource } from "@/lib/infra/bundle/read-bundle";
import type { PassportHead, PassportManifest } from "../format/lines";
import { readPassport } from "../read-passport";
import { isTrustedSigner } from "../signing-key";

export type PassportInput = {
  /** Opens the bundle from its beginning; called twice. */
  open: () => BundleSource;
  unlock: BundleUnlock;
  /** Public keys to believe besides this installation's own and those it trusts already. */
  trust?: readonly string[];
};

export type CheckedPassport = {
  head: PassportHead;
  manifest: PassportManifest;
  signer: string;
  /** Columns of each table in the bundle. */
  columns: ReadonlyMap<string, readonly string[]>;
  /** The tenant's own row of the directory, as JSON. */
  tenantRow: string;
  /** Ids of the tenant's own rows; people are not among them. */
  rowIds: ReadonlySet<string>;
};

/**
 * Reads a whole passport and proves it: complete, unchanged, signed by somebody this installation believes. Writes
 * nothing.
 * @throws BundleError
 */
export async function checkPassport({ open, unlock, trust = [] }: PassportInput): Promise<CheckedPassport> {
  const columns = new Map<string, readonly string[]>();
  const rowIds = new Set<string>();
  let head: PassportHead | undefined;
  let tenantRow: string | undefined;
  for await (const part of readPassport(open(), unlock)) {
    switch (part.kind) {
      case "head":
        if (!("tenant" in part.head)) throw new BundleError("wrong_kind", "This bundle holds no workspace.");
        head = part.head;
        break;
      case "table":
        columns.set(part.table, part.columns);
        break;
      case "row":
        if (part.table === "platform.tenants") tenantRow = part.row.json;
        noteId(rowIds, part.table, part.row.json);
        break;
      case "end": {
        const { manifest, signer } = part;
        if (!head || !tenantRow || head.tenant.id !== manifest.tenant_id) {
          throw new BundleError("wrong_kind", "This bundle holds no workspace.");
        }
        await assertTrusted(signer, trust);
        return { head, manifest, signer, columns, tenantRow, rowIds };
      }
      default:
        part satisfies never;
    }
  }
  throw new BundleError("truncated", "The file ends too early.");
}

async function assertTrusted(signer: string, trust: readonly string[]): Promise<void> {
  if (trust.includes(signer) || (await isTrustedSigner(signer))) return;
  throw new BundleError(
    "unknown_signer",
    `This file was signed by an installation that is not trusted here: ${signer}. Compare it with what that installation shows, then name it with --trust.`,
  );
}

/** Tables whose rows have an id of their own; memberships and directories are keyed by a person. */
function noteId(ids: Set<string>, table: string, json: string): void {
  if (table.startsWith("platform.")) return;
  const { id } = JSON.parse(json) as { id?: unknown };
  if (typeof id === "string") ids.add(id);
}
