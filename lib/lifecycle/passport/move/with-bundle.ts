import "server-only";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { fileSink, fileSource } from "../bundle-file";
import { exportPassport } from "../export-passport";
import type { PassportInput } from "../import/check-passport";

/** Exports a tenant into a temporary bundle under a key that nobody else ever has, and hands it on. */
export async function withBundle<T>(
  tenantId: string,
  work: (input: PassportInput) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "atrium-bundle-"));
  const file = path.join(folder, "tenant.atrium");
  const { recipient, secret } = newRecipient();
  try {
    const sink = await fileSink(file);
    await exportPassport(tenantId, { lock: { recipient }, sink: sink.write });
    await sink.close();
    return await work({ open: () => fileSource(file), unlock: { secret } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
