import "server-only";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { BundleSource } from "@/lib/infra/bundle/read-bundle";
import type { BundleSink } from "@/lib/infra/bundle/write-bundle";

/** Writes a bundle to a new file that only its owner can read; on disk when close() returns. */
export async function fileSink(path: string): Promise<{ write: BundleSink; close(): Promise<number> }> {
  const file = await open(path, "wx", 0o600);
  let size = 0;
  return {
    async write(bytes) {
      await file.writeFile(bytes);
      size += bytes.length;
    },
    async close() {
      await file.sync();
      await file.close();
      return size;
    },
  };
}

export function fileSource(path: string): BundleSource {
  // Without an encoding a read stream gives buffers.
  return createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
}
