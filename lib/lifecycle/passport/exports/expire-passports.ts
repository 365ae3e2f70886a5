import "server-only";
import { removeObject } from "@/lib/infra/object-store";
import { withSystem } from "@/lib/tenancy/with-system";
import { passportKey } from "./internal";

const BATCH = 100;

/** Removes bundles whose time is over, and gives up exports that nobody works on any more. */
export async function expirePassports(): Promise<number> {
  const now = new Date();
  const due = await withSystem((tx) =>
    tx.passportExport.findMany({ where: { state: "ready", expiresAt: { lte: now } }, take: BATCH }),
  );
  for (const { id, tenantId } of due) {
    await removeObject(passportKey(tenantId, id));
    await withSystem((tx) =>
      tx.passportExport.update({ where: { id }, data: { state: "expired" }, select: { id: true } }),
    );
  }
  const stuck = await withSystem((tx) =>
    tx.passportExport.updateMany({
      where: { state: { in: ["pending", "running"] }, expiresAt: { lte: now } },
      data: { state: "failed", passphraseSealed: null, finishedAt: now },
    }),
  );
  return due.length + stuck.count;
}
