import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import type { BundleLock, BundleUnlock } from "@/lib/infra/bundle/bundle-key";
import { readBundle } from "@/lib/infra/bundle/read-bundle";
import { writeBundle } from "@/lib/infra/bundle/write-bundle";
import { fileSource } from "../passport/bundle-file";
import { signBundle, verifySignature } from "../passport/signing-key";

const schema = z.object({
  format: z.literal(1),
  id: z.uuid(),
  method: z.enum(["passports", "pg_dump"]),
  /** What the backup holds is what was committed at this moment. */
  taken_at: z.string(),
  kek_kids: z.array(z.string()),
  /** Opens the files: only the manifest is behind the passphrase, so that a thousand files cost no thousand stretchings. */
  files_secret: z.string(),
  files: z.array(
    z.object({
      name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
      kind: z.enum(["control", "tenant", "dump"]),
      sha256: z.string(),
      size_bytes: z.number(),
      /** Of a tenant. */
      tenant: z.object({ id: z.uuid(), slug: z.string(), cell: z.string() }).optional(),
      cell: z.string().optional(),
      /** Tenants whose roles a dump needs. */
      roles: z.array(z.object({ tenant: z.uuid() })).optional(),
      root: z.string().optional(),
    }),
  ),
});
export type BackupManifest = z.output<typeof schema>;
export type BackupFile = BackupManifest["files"][number];

const NAME = "manifest.atrium";
const envelope = z.object({ text: z.string(), signer: z.string(), signature: z.string() });

/** Writes the list of a backup's files, encrypted and signed. It comes last: a folder without it is no backup. */
export async function writeBackupManifest(
  folder: string,
  manifest: BackupManifest,
  lock: BundleLock,
): Promise<void> {
  const parts: Buffer[] = [];
  const writer = await writeBundle(lock, async (bytes) => void parts.push(bytes));
  const text = JSON.stringify(manifest);
  await writer.write(JSON.stringify({ text, ...(await signBundle(Buffer.from(text))) }));
  await writer.end();
  await writeFile(path.join(folder, NAME), Buffer.concat(parts), { flag: "wx", mode: 0o600 });
}

/**
 * Reads a backup's list and proves every file of it before anything is restored.
 * @throws BundleError
 */
export async function readBackupManifest(
  folder: string,
  unlock: BundleUnlock,
): Promise<{ manifest: BackupManifest; signer: string }> {
  const manifest = await openManifest(folder, unlock);
  for (const file of manifest.manifest.files) {
    const full = path.join(folder, file.name);
    const found = await stat(full).catch(() => null);
    if (!found) throw new BundleError("truncated", `${file.name} is missing.`);
    if (found.size !== file.size_bytes || (await sha256OfFile(full)) !== file.sha256) {
      throw new BundleError("damaged", `${file.name} was changed.`);
    }
  }
  return manifest;
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function openManifest(folder: string, unlock: BundleUnlock) {
  const file = path.join(folder, NAME);
  if ((await readFile(file).catch(() => null)) === null) {
    throw new BundleError("not_a_bundle", `${folder} holds no complete backup.`);
  }
  const { chunks } = await readBundle(fileSource(file), unlock);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const { text, ...signed } = envelope.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
  if (!verifySignature(Buffer.from(text), signed)) {
    throw new BundleError("bad_signature", "The signature of this backup is wrong.");
  }
  return { manifest: schema.parse(JSON.parse(text)), signer: signed.signer };
}
