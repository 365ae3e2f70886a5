import "server-only";
import { newId } from "@/lib/core/ids";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { lockPerson } from "../lock-person";
import type { CodeSet } from "./code-set";

/** Makes this set the person's recovery codes; the ones before are dead from then on. */
export async function storeCodes(tx: SystemTx, userId: string, set: CodeSet): Promise<void> {
  // Two sets at once would leave twenty codes under two salts.
  await lockPerson(tx, userId);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const salt = Buffer.from(set.salt, "hex");
  await tx.recoveryCode.createMany({
    data: set.hashes.map((hash) => ({ id: newId(), userId, salt, codeHash: Buffer.from(hash, "hex") })),
  });
}
