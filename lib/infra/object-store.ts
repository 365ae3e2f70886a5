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
  const searched = new Set<string>();
  const found: string[] = [];
  // An object that is gone by its turn was removed, or got its final name: the next listing tells.
  for (let hasVanished = true; hasVanished; ) {
    hasVanished = false;
    for await (const path of filesBelow(root)) {
      if (searched.has(path)) continue;
      const key = relative(root, path).split(sep).join("/");
      const hit = needles.some((needle) => key.includes(needle)) || (await holds(path, needles));
      if (hit === null) hasVanished = true;
      else searched.add(path);
      if (hit) found.push(key);
    }
  }
  return { searched: searched.size, found };
}

/** Every file, folder by folder: one that goes meanwhile must not end the walk. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Null when the file is not there. */
function holds(path: string, needles: readonly string[]): Promise<boolean | null> {
  return unlessGone(search(path, needles));
}

async function search(path: string, needles: readonly string[]): Promise<boolean> {
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
