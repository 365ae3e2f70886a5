import "server-only";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "./env";

// Files that are no rows: exports of tenants. A folder here; the keys are those of an S3 bucket, so that one can stand
// in for it. A tenant's objects all begin with its prefix, which is what erasure removes.

export type StoredObject = { sizeBytes: number; sha256: string };

/** Prefix of everything that is stored for a tenant. */
export function tenantPrefix(tenantId: string): string {
  return `tenants/${tenantId}/`;
}

/** Stores a stream under a key; readers see the whole object or none. */
export async function putObject(key: string, source: Readable): Promise<StoredObject> {
  const path = pathOf(key);
  const partial = `${path}.${process.pid}.partial`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(source, measure, createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Reads an object; null when there is none. */
export async function openObject(key: string): Promise<{ body: Readable; sizeBytes: number } | null> {
  const path = pathOf(key);
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? { body: createReadStream(path), sizeBytes: found.size } : null;
}

export async function removeObject(key: string): Promise<void> {
  await rm(pathOf(key), { force: true });
}

/** Removes everything of a tenant. */
export async function removeTenantObjects(tenantId: string): Promise<void> {
  await rm(pathOf(tenantPrefix(tenantId)), { recursive: true, force: true });
}

/** Objects whose key or content holds one of the needles; compressed content is covered by its key only. */
export async function searchObjects(
  needles: readonly string[],
): Promise<{ searched: number; found: string[] }> {
  const root = rootFolder();
  const names = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  let searched = 0;
  for (const entry of names) {
    if (!entry.isFile()) continue;
    searched += 1;
    const path = join(entry.parentPath, entry.name);
    const key = relative(root, path).split(sep).join("/");
    if (needles.some((needle) => key.includes(needle)) || (await holds(path, needles))) found.push(key);
  }
  return { searched, found };
}

async function holds(path: string, needles: readonly string[]): Promise<boolean> {
  const longest = Math.max(...needles.map((needle) => Buffer.byteLength(needle)));
  let tail = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const text = Buffer.concat([tail, chunk as Buffer]);
    if (needles.some((needle) => text.includes(needle))) return true;
    tail = text.subarray(Math.max(0, text.length - longest));
  }
  return false;
}

function rootFolder(): string {
  return resolve(env().STORAGE_DIR);
}

/** A key never leaves the store's folder, whatever it holds. */
function pathOf(key: string): string {
  if (!/^[\w][\w./-]*$/.test(key) || key.includes("..")) throw new TypeError(`not a key: ${key}`);
  return join(rootFolder(), key);
}
