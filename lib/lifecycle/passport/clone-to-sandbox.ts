import "server-only";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { fileSink, fileSource } from "./bundle-file";
import { exportPassport } from "./export-passport";
import { NOT_CLONED } from "./format/carried-tables";
import type { CheckedPassport } from "./import/check-passport";
import { type ImportedTenant, importPassport } from "./import/import-passport";
import { freshIds } from "./map-ids";

export type CloneInput = {
  tenantId: string;
  slug: string;
  name: string;
  cell?: string;
  by: RequestInfo & { actor: Actor };
};

/**
 * Copies a tenant into a sandbox of the same account: new ids, the same people, settings and agents; no keys, no
 * invitations, no secrets, nothing that reaches outside, no history. Counts towards the account's limits.
 * @throws ConflictError slug_taken, slug_reserved; LimitError limit_reached; NotFoundError
 */
export async function cloneToSandbox(input: CloneInput): Promise<ImportedTenant> {
  const folder = await mkdtemp(path.join(tmpdir(), "atrium-clone-"));
  const file = path.join(folder, `${randomBytes(8).toString("hex")}.atrium`);
  const { recipient, secret } = newRecipient();
  try {
    const sink = await fileSink(file);
    await exportPassport(input.tenantId, { lock: { recipient }, sink: sink.write });
    await sink.close();
    return await importPassport({
      open: () => fileSource(file),
      unlock: { secret },
      slug: input.slug,
      name: input.name,
      ...(input.cell && { cell: input.cell }),
      by: input.by,
      copy: { ids: newIds, leaveOut: (table) => NOT_CLONED.some((pattern) => pattern.test(table)) },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function newIds({ head, rowIds }: CheckedPassport) {
  return freshIds([head.tenant.id, ...rowIds]);
}
