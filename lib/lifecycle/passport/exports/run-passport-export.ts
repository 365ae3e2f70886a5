import "server-only";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { putObject } from "@/lib/infra/object-store";
import type { PassportExport } from "@/lib/infra/prisma/generated/client";
import { openForTenant } from "@/lib/tenancy/vault/open-for-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { exportPassport } from "../export-passport";
import { passportKey } from "./internal";

/**
 * The worker's part: writes the bundle into the object store and forgets the passphrase. An attempt that died starts
 * again from nothing; a finished one is left alone.
 */
export async function runPassportExport(exportId: string): Promise<void> {
  const row = await withSystem((tx) => tx.passportExport.findUnique({ where: { id: exportId } }));
  if (!row || row.passphraseSealed === null || (row.state !== "pending" && row.state !== "running")) return;
  await withSystem((tx) =>
    tx.passportExport.update({ where: { id: exportId }, data: { state: "running" }, select: { id: true } }),
  );
  const { root, rows, sizeBytes } = await writeBundle(row, row.passphraseSealed);
  await withSystem(async (tx) => {
    const { count } = await tx.passportExport.updateMany({
      where: { id: exportId, state: "running" },
      data: {
        state: "ready",
        passphraseSealed: null,
        rowsDone: BigInt(rows),
        sizeBytes: BigInt(sizeBytes),
        rootHash: root,
        finishedAt: new Date(),
      },
    });
    if (count === 0) return;
    await recordEvent(tx, worker(row.tenantId), {
      action: "passport.ready",
      target: { type: "passport", id: exportId },
      after: { root, rows },
    });
  });
}

async function writeBundle({ id, tenantId }: PassportExport, sealed: string) {
  const place = { tenantId, table: "passport_exports", column: "passphrase_sealed", row: id } as const;
  const passphrase = await openForTenant(place, sealed);
  const stream = new PassThrough();
  const stored = putObject(passportKey(tenantId, id), stream);
  // A failed store ends the stream, which ends the writing below.
  stored.catch((error: unknown) => stream.destroy(error instanceof Error ? error : undefined));
  try {
    const made = await exportPassport(tenantId, {
      lock: { passphrase },
      sink: async (bytes) => {
        if (!stream.write(bytes)) await once(stream, "drain");
      },
      onProgress: (rows) => noteProgress(id, rows),
    });
    stream.end();
    return { ...made, sizeBytes: (await stored).sizeBytes };
  } catch (error) {
    stream.destroy(error instanceof Error ? error : undefined);
    throw error;
  }
}

async function noteProgress(id: string, rows: number): Promise<void> {
  await withSystem((tx) =>
    tx.passportExport.update({ where: { id }, data: { rowsDone: BigInt(rows) }, select: { id: true } }),
  );
}

function worker(tenantId: string) {
  const actor = { type: "system", name: "worker" } as const;
  return { requestId: newId(), ip: null, userAgent: null, actor, tenant: { id: tenantId } };
}
