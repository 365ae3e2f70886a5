import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";

/** Gives an export up whose attempts have all failed. */
export async function failPassportExport(exportId: string): Promise<void> {
  await withSystem((tx) =>
    tx.passportExport.updateMany({
      where: { id: exportId, state: { in: ["pending", "running"] } },
      data: { state: "failed", passphraseSealed: null, finishedAt: new Date() },
    }),
  );
}
